// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.web.CloseStatus;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streamers before 5.1 hang up on a message that they do not know, so every message here must be in its place. */
class EngineProfilesTest extends SignallingTest {

    @Test
    void a_streamer_of_4_27_negotiates_by_the_browser_s_offer() {
        start("--engine", "ue4.27");
        TestPeer streamer = newStreamer().send("{'type':'endpointId','id':'Old'}");
        TestPeer page = player().send("{'type':'offer','sdp':'o'}");
        assertThat(streamer.receive("offer").encode()).isEqualTo("{\"type\":\"offer\",\"sdp\":\"o\",\"playerId\":101}");
        streamer.send("{'type':'answer','playerId':101,'sdp':'a'}");
        streamer.send("{'type':'iceCandidate','playerId':101,'candidate':{}}");
        page.receive("answer");
        page.receive("iceCandidate");
        page.send("{'type':'layerPreference','playerId':'','spatialLayer':0,'temporalLayer':0}");
        page.close();
        assertThat(streamer.receive("playerDisconnected").encode())
                .isEqualTo("{\"type\":\"playerDisconnected\",\"playerId\":101}");
        streamer.send("{'type':'ping','time':3}");
        streamer.receive("pong");
    }

    @Test
    void a_streamer_of_4_26_is_sent_only_config() {
        start("--engine", "ue4.26", "--peer-connection-options", "{\"iceServers\":[{\"urls\":\"stun:s\"}]}");
        TestPeer streamer = connect("streamer-port");
        assertThat(streamer.receive("config")
                        .getJsonObject("peerConnectionOptions")
                        .getJsonArray("iceServers")
                        .getJsonObject(0)
                        .getJsonArray("urls"))
                .isEqualTo(JsonArray.of("stun:s"));
        TestPeer page = player().send("{'type':'listStreamers'}");
        assertThat(page.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("UnknownStreamer"));
        streamer.send("{'type':'ping','time':1}");
        page.send("{'type':'offer','sdp':'o'}");
        assertThat(streamer.receive("offer").getValue("playerId")).isEqualTo(101);
    }

    @Test
    void the_sub_protocol_of_4_26_is_its_sign() {
        start();
        TestPeer streamer = connect("streamer-port", new WebSocketConnectOptions().addSubProtocol("ws"));
        streamer.receive("config");
        player().send("{'type':'iceCandidate','candidate':{}}");
        streamer.receive("iceCandidate");
    }

    @Test
    void a_streamer_of_5_0_hears_only_messages_that_it_knows() {
        start("--engine", "ue5.0");
        TestPeer streamer =
                newStreamer().send("{'type':'endpointId','id':'Game'}").hearsNothing();
        TestPeer player = player().send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer.receive("playerConnected").getValue("playerId")).isEqualTo("101");
        streamer.send("{'type':'offer','playerId':101,'sdp':'o'}");
        player.receive("offer");
        player.send("{'type':'layerPreference','playerId':'','spatialLayer':0,'temporalLayer':0}");
        player.send("{'type':'answer','sdp':'a'}");
        streamer.receive("answer");
    }

    @ParameterizedTest
    @CsvSource({"4000, UE5_0", "4001, UE4_27"})
    void a_streamer_that_hung_up_on_an_unknown_message_is_known_again(short code, EngineProfile expected)
            throws Exception {
        start();
        TestPeer strict = newStreamer().send("{'type':'endpointId','id':'Strict'}");
        strict.receive("endpointIdConfirm");
        strict.socket()
                .close(code, "Unsupported message received: endpointIdConfirm")
                .await(10, TimeUnit.SECONDS);
        TestPeer back =
                newStreamer().send("{'type':'endpointId','id':'Strict'}").hearsNothing();
        playerSubscribes();
        if (expected == EngineProfile.UE5_0) {
            back.receive("playerConnected");
        }
        back.hearsNothing();
        streamer("Another");
    }

    @Test
    void the_second_refusal_of_a_4_27_streamer_makes_it_a_4_26_one() {
        assertThat(EngineProfile.UE4_27.afterClose(new CloseStatus(4001, "Unsupported message received: pong")))
                .isEqualTo(EngineProfile.UE4_26);
        assertThat(EngineProfile.UE4_26.afterClose(new CloseStatus(4000, "Unsupported message received: x")))
                .isEqualTo(EngineProfile.UE4_26);
        assertThat(EngineProfile.UE5.afterClose(new CloseStatus(4000, "Something else")))
                .isEqualTo(EngineProfile.UE5);
        assertThat(EngineProfile.UE5.afterClose(new CloseStatus(1000, "Unsupported message")))
                .isEqualTo(EngineProfile.UE5);
    }

    @Test
    void the_memory_of_known_engines_is_bounded() {
        KnownEngines known = new KnownEngines();
        for (int streamer = 0; streamer < 10_000; streamer++) {
            known.learn("10.0.0.1", "S" + streamer, EngineProfile.UE5, EngineProfile.UE5_0);
        }
        assertThat(known.profileOf("10.0.0.1", "S0", EngineProfile.UE5)).isEqualTo(EngineProfile.UE5);
        assertThat(known.profileOf("10.0.0.1", "S9999", EngineProfile.UE5)).isEqualTo(EngineProfile.UE5_0);
        assertThat(known.profileOf("10.0.0.2", "S9999", EngineProfile.UE5)).isEqualTo(EngineProfile.UE5);
    }

    @Test
    void an_unknown_engine_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> start("--engine", "ue3"))
                .hasMessageContaining("Engine 'ue3' is unknown. Known are ue5, ue5.0, ue4.27 and ue4.26.");
    }

    private void playerSubscribes() {
        player().send("{'type':'subscribe','streamerId':'Strict'}").hearsNothing();
    }
}
