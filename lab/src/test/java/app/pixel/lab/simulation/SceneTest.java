// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SceneTest {

    @Test
    void it_lists_the_inputs_until_the_first_one_comes() {
        Scene connected = Scene.EMPTY
                .after(new PlayerInput.Command("{\"WebRTC.MaxFps\":30}"))
                .after(new PlayerInput.Command("{\"Encoder.MaxQuality\":80}"));
        Scene asked = connected.after(new PlayerInput.Command("{\"ConsoleCommand\":\"stat fps\"}"));

        assertThat(connected.words()).isEqualTo("MOVE, CLICK, TOUCH OR TYPE");
        assertThat(asked.words()).contains("stat fps");
    }
}
