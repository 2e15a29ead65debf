// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {

    @Test
    void the_control_plane_is_of_the_minor_version_that_the_stacks_ask_for() throws IOException {
        assertThat(KubernetesMinor.OF_THE_TOOLS.read()).isEqualTo(KubernetesMinor.OF_THE_STACKS.read());
    }

    @Test
    void a_user_without_tools_is_told_how_to_build_them() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tools.of(Map.of()))
                .withMessageContaining("PIXEL_CLUSTER_TOOLS is not set: run ./pixel test cluster");
    }

    @Test
    void a_folder_without_tools_is_refused_by_name(@TempDir Path empty) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tools.of(Map.of(Tools.VARIABLE, empty.toString())))
                .withMessageContaining("%s holds no cluster tools", empty);
    }
}
