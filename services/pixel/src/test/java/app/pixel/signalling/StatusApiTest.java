// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class StatusApiTest extends SignallingTest {

    @Test
    void it_tells_who_is_here_in_the_form_of_epics_server() {
        start("--peer-connection-options", "{\"iceServers\":[{\"urls\":\"turn:t\",\"credential\":\"secret\"}]}");
        TestPeer streamer = streamer("My Game");
        playerOf(streamer, "My Game");
        player();

        JsonObject status = new JsonObject(get("player-port", "/api/status").body());
        assertThat(status.fieldNames())
                .containsExactlyInAnyOrder("uptime", "streamer_count", "player_count", "version");
        assertThat(status.getInteger("streamer_count")).isEqualTo(1);
        assertThat(status.getInteger("player_count")).isEqualTo(2);

        JsonObject player = new JsonObject()
                .put("playerId", "101")
                .put("type", "Player")
                .put("remoteAddress", "127.0.0.1")
                .put("subscribedTo", "My Game");
        JsonObject game = new JsonObject()
                .put("streamerId", "My Game")
                .put("type", "Streamer")
                .put("streaming", true)
                .put("remoteAddress", "127.0.0.1")
                .put("subscribers", JsonArray.of(player));
        assertThat(new JsonArray(get("player-port", "/api/streamers").body())).isEqualTo(JsonArray.of(game));
        assertThat(new JsonObject(get("player-port", "/api/streamers/My%20Game").body()))
                .isEqualTo(game);
        assertThat(new JsonArray(get("player-port", "/api/players").body()))
                .hasSize(2)
                .contains(player);
        assertThat(new JsonObject(get("player-port", "/api/players/101?x=y").body()))
                .isEqualTo(player);
    }

    @Test
    void it_answers_404_for_a_name_that_is_not_here() {
        start();
        for (String path : new String[] {"/", "/api/config", "/api/players/999", "/api/streamers/a%2Fb"}) {
            assertThat(get("player-port", path).status()).as(path).isEqualTo(404);
            assertThat(new JsonObject(get("player-port", path).body()).getString("error"))
                    .isEqualTo("There is nothing of that name.");
        }
    }

    @Test
    void it_answers_400_for_a_path_that_cannot_be_read() {
        start();
        assertThat(get("player-port", "/api/streamers/%zz").status()).isEqualTo(400);
    }

    @Test
    void an_sfu_is_listed_in_both_lists() {
        start();
        TestPeer sfu = connect("sfu-port");
        sfu.receive("identify");
        sfu.receive("config");
        assertThat(get("player-port", "/api/players/101").body()).contains("\"type\":\"SFU\"");
        assertThat(get("player-port", "/api/streamers").body()).contains("\"type\":\"SFU\"", "\"streaming\":false");
    }
}
