// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

class SfuTest extends SignallingTest {

    @Test
    void an_sfu_subscribes_to_a_streamer_as_a_player_that_is_one() {
        start("--max-players", "1");
        TestPeer streamer = streamer("Game");
        playerOf(streamer, "Game");
        TestPeer sfu = connect("sfu-port");
        sfu.receive("identify");
        sfu.receive("config");
        sfu.send("{'type':'endpointId','id':'Sfu'}").receive("endpointIdConfirm");
        newStreamer();
        sfu.send("{'type':'listStreamers'}");
        assertThat(sfu.receive("streamerList").getJsonArray("ids"))
                .isEqualTo(JsonArray.of("Game", "Sfu", "UnknownStreamer"));
        sfu.send("{'type':'subscribe','streamerId':'Game'}");
        assertThat(streamer.receive("playerConnected").encode())
                .isEqualTo("{\"type\":\"playerConnected\",\"playerId\":\"102\",\"dataChannel\":true,\"sfu\":true}");
        streamer.send("{'type':'offer','playerId':'102','sdp':'o','multiplex':true}");
        assertThat(sfu.receive("offer").getBoolean("multiplex")).isTrue();
        sfu.send("{'type':'answer','sdp':'a'}");
        assertThat(streamer.receive("answer").getString("playerId")).isEqualTo("102");
        streamer.send("{'type':'layerPreference','spatialLayer':1,'temporalLayer':1,'playerId':'101'}");
        sfu.receive("layerPreference");
    }

    @Test
    void players_of_an_sfu_negotiate_with_it() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer sfu = sfuOf(streamer);
        TestPeer player = player().send("{'type':'subscribe','streamerId':'Sfu'}");
        assertThat(sfu.receive("playerConnected").getBoolean("sfu")).isFalse();
        sfu.send("{'type':'offer','playerId':'102','sdp':'o','sfu':true,'scalabilityMode':'L1T3'}");
        assertThat(player.receive("offer").encode())
                .isEqualTo("{\"type\":\"offer\",\"sdp\":\"o\",\"sfu\":true,\"scalabilityMode\":\"L1T3\"}");
        player.send("{'type':'answer','sdp':'a'}");
        sfu.receive("answer");
        player.send("{'type':'layerPreference','playerId':'','spatialLayer':1,'temporalLayer':0}");
        assertThat(sfu.receive("layerPreference").getString("playerId")).isEqualTo("102");
    }

    @Test
    void players_of_an_sfu_open_their_data_channels_through_it() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer sfu = sfuOf(streamer);
        TestPeer player = playerOf(sfu, "Sfu");
        player.send("{'type':'dataChannelRequest'}");
        assertThat(sfu.receive("dataChannelRequest").getString("playerId")).isEqualTo("102");
        sfu.send("{'type':'peerDataChannels','playerId':'102','sendStreamId':1,'recvStreamId':2}");
        assertThat(player.receive("peerDataChannels").containsKey("playerId")).isFalse();
        player.send("{'type':'peerDataChannelsReady'}");
        sfu.receive("peerDataChannelsReady");
        sfu.send("{'type':'streamerDataChannels','playerId':'102','sendStreamId':2,'recvStreamId':1}");
        assertThat(streamer.receive("streamerDataChannels").encode())
                .isEqualTo("{\"type\":\"streamerDataChannels\",\"playerId\":\"102\",\"sendStreamId\":2,"
                        + "\"recvStreamId\":1,\"sfuId\":\"101\"}");
    }

    @Test
    void an_sfu_whose_streamer_leaves_loses_its_players() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer sfu = sfuOf(streamer);
        TestPeer player = playerOf(sfu, "Sfu");
        streamer.close();
        sfu.receive("streamerDisconnected");
        sfu.receive("playerDisconnected");
        player.closeCode();
        TestPeer next = player().send("{'type':'listStreamers'}");
        assertThat(next.receive("streamerList").getJsonArray("ids")).isEmpty();
    }

    @Test
    void an_sfu_that_stops_streaming_loses_its_players() {
        start();
        TestPeer sfu = sfuOf(streamer("Game"));
        TestPeer player = playerOf(sfu, "Sfu");
        sfu.send("{'type':'stopStreaming'}");
        player.closeCode();
        sfu.receive("playerDisconnected");
    }

    @Test
    void an_sfu_is_listed_only_while_it_streams() {
        start();
        TestPeer sfu = sfuOf(streamer("Game"));
        playerOf(sfu, "Sfu");
        sfu.send("{'type':'stopStreaming'}");
        sfu.receive("playerDisconnected");
        TestPeer next = player().send("{'type':'listStreamers'}");
        assertThat(next.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("Game"));
        sfu.send("{'type':'startStreaming'}").hearsNothing();
        next.send("{'type':'listStreamers'}");
        assertThat(next.receive("streamerList").getJsonArray("ids")).isEqualTo(JsonArray.of("Game", "Sfu"));
    }

    @Test
    void a_streamer_is_told_when_its_sfu_leaves() {
        start();
        TestPeer streamer = streamer("Game");
        TestPeer sfu = sfuOf(streamer);
        sfu.close();
        assertThat(streamer.receive("playerDisconnected").getString("playerId")).isEqualTo("101");
    }

    @Test
    void players_of_an_sfu_are_closed_when_it_leaves() {
        start();
        TestPeer sfu = sfuOf(streamer("Game"));
        TestPeer player = playerOf(sfu, "Sfu");
        sfu.close();
        assertThat(player.closeReason()).isEmpty();
    }

    @Test
    void an_sfu_hears_nothing_of_what_it_cannot_have() {
        start();
        TestPeer streamer = streamer("Game");
        playerOf(streamer, "Game");
        TestPeer sfu = newSfu();
        sfu.send("{'type':'subscribe','streamerId':'Nobody'}");
        sfu.send("{'type':'subscribe','streamerId':'Sfu'}");
        sfu.send("{'type':'answer','sdp':''}");
        sfu.send("{'type':'offer','playerId':'101','sdp':'forged'}");
        sfu.send("{'type':'iceCandidate','candidate':{}}");
        sfu.send("{'type':'disconnectPlayer','playerId':'101'}");
        sfu.send("{'type':'unsubscribe'}");
        sfu.hearsNothing();
        streamer.hearsNothing();
    }

    private TestPeer newSfu() {
        TestPeer sfu = connect("sfu-port");
        sfu.receive("identify");
        sfu.receive("config");
        sfu.send("{'type':'endpointId','id':'Sfu'}").receive("endpointIdConfirm");
        return sfu;
    }

    private TestPeer sfuOf(TestPeer streamer) {
        TestPeer sfu = newSfu().send("{'type':'subscribe','streamerId':'Game'}");
        streamer.receive("playerConnected");
        return sfu;
    }
}
