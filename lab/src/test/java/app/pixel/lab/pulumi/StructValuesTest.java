// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructValuesTest {

    @Test
    void what_goes_out_secret_is_known_as_secret_and_plain_inside() {
        Map<String, Object> plain = Map.of(
                "name",
                "grafana",
                "data",
                Map.of("password", "hush"),
                "ports",
                List.of(Map.of("port", 80L)),
                "on",
                true);

        var sent = StructValues.struct(plain, Set.of("data"));

        assertThat(StructValues.secrets(sent)).containsExactly("data");
        assertThat(StructValues.plain(sent)).isEqualTo(plain);
    }
}
