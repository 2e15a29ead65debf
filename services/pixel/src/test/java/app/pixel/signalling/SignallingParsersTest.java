// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Mutations;
import app.pixel.web.JsonFields;
import app.pixel.web.SessionHeaders;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every parser of a peer's words meets thousands of broken ones, and throws nothing that its callers do not expect. */
class SignallingParsersTest {

    private static final List<String> MESSAGES = List.of(
            "{\"type\":\"ping\",\"time\":1}",
            "{\"type\":\"subscribe\",\"streamerId\":\"Game\"}",
            "{\"type\":\"control\",\"action\":\"level\",\"payload\":{\"n\":[1,2.5,null]}}",
            "{\"type\":\"offer\",\"playerId\":101,\"sdp\":\"v=0\\r\\n\",\"sfu\":true}",
            "{\"type\":\"iceCandidate\",\"playerId\":\"101\",\"candidate\":{\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}",
            "{\"type\":\"disconnectPlayer\",\"playerId\":\"101\",\"reason\":\"<b>\"}",
            "{\"type\":\"endpointId\",\"id\":\"Game\",\"protocolVersion\":\"1.3.0\"}",
            "{\"type\":\"layerPreference\",\"spatialLayer\":0,\"temporalLayer\":1,\"playerId\":\"\"}",
            "{\"type\":\"peerDataChannels\",\"playerId\":\"101\",\"sendStreamId\":1,\"recvStreamId\":2}");

    @Test
    void a_players_words_are_understood_or_ignored() {
        new Mutations(1, MESSAGES)
                .each(text -> assertThat(FromPlayer.parse(text)).isNotNull());
    }

    @Test
    void a_streamers_words_are_understood_or_ignored() {
        new Mutations(2, MESSAGES)
                .each(text -> assertThat(FromStreamer.parse(text)).isNotNull());
    }

    @Test
    void an_sfus_words_are_understood_or_ignored() {
        new Mutations(3, MESSAGES).each(text -> assertThat(FromSfu.parse(text)).isNotNull());
    }

    @Test
    void a_message_that_is_passed_on_stays_one_object() {
        new Mutations(4, MESSAGES).each(text -> {
            Received message = Received.parse(text);
            if (message != null) {
                assertThat(JsonFields.object(message.with("playerId", "7")))
                        .hasValueSatisfying(passed ->
                                assertThat(passed.getString("playerId")).isEqualTo("7"));
                assertThat(JsonFields.object(message.withoutPlayerId())).isPresent();
            }
        });
    }

    @Test
    void a_sessions_header_is_understood_or_refused() {
        List<String> seeds = List.of("new", "resume", "replace", "abcdefghijklmnop0123456789", "s.2~", "a-b_c");
        new Mutations(5, seeds).each(value -> {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                    .add(SessionHeaders.SESSION, value)
                    .add(SessionHeaders.VISITOR, "v1")
                    .add(SessionHeaders.PROOF, "abcdefghijklmnop0123456789")
                    .add(SessionHeaders.ATTACH, value);
            try {
                assertThat(SessionRequest.of(headers)).isNotNull();
            } catch (IllegalArgumentException malformed) {
                assertThat(malformed).hasMessageEndingWith("is malformed.");
            }
        });
    }

    @Test
    void an_answer_of_the_turn_api_is_understood_or_refused() {
        List<String> seeds = List.of(
                "{\"iceServers\":[{\"urls\":[\"turn:192.0.2.1:3478?transport=udp\"],"
                        + "\"username\":\"u\",\"credential\":\"c\"}]}",
                "{\"iceServers\":[{\"urls\":\"stun:192.0.2.1\"}],\"iceTransportPolicy\":\"relay\"}");
        new Mutations(6, seeds)
                .each(text -> JsonFields.object(text).ifPresent(answer -> {
                    try {
                        assertThat(PeerConnectionOptions.fromTurnApi(answer)).isNotNull();
                    } catch (IllegalArgumentException malformed) {
                        assertThat(malformed.getMessage()).isNotEmpty();
                    }
                }));
    }
}
