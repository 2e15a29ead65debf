// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructValuesTest {

    @Test
    void a_secret_value_keeps_its_mark_on_the_wire() {
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
