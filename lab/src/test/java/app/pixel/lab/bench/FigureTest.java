// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void a_row_shows_least_median_most_with_their_unit() {
        String table = Figure.table(List.of(new Figure("start", "<= 5 s", "%.1f s", List.of(3.0, 1.0, 2.04))));

        assertThat(table.lines().toList().getLast()).matches("start +<= 5 s +1\\.0 s +2\\.0 s +3\\.0 s");
    }

    @Test
    void the_middle_of_two_is_between_them() {
        assertThat(new Figure("start", "", "%.0f", List.of(4.0, 1.0)).median()).isEqualTo(2.5);
    }
}
