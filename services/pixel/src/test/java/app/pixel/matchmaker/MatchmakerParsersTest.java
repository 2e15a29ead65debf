// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Mutations;
import app.pixel.web.JsonFields;
import app.pixel.web.Report;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every parser of a visitor's or a signalling server's words meets thousands of broken ones. */
class MatchmakerParsersTest {

    private static final List<String> REPORTS = List.of(
            "{\"type\":\"streamerToken\",\"token\":\"abc\"}",
            "{\"type\":\"connect\",\"address\":\"10.0.0.7\",\"port\":3000,\"ready\":true,\"playerConnected\":false,"
                    + "\"restPort\":8111,\"sessions\":[{\"id\":\"s1\",\"visitor\":\"v1\",\"attached\":true}]}",
            "{\"type\":\"clientConnected\",\"session\":\"s1\",\"visitor\":\"v1\"}",
            "{\"type\":\"clientDisconnected\",\"session\":\"s1\",\"reason\":\"kicked\",\"ready\":false}",
            "{\"type\":\"clientHeld\",\"session\":\"s1\"}",
            "{\"type\":\"ping\"}");

    private static final List<String> WORDS = List.of(
            "{\"type\":\"ping\",\"time\":1}",
            "{\"type\":\"listStreamers\"}",
            "{\"type\":\"subscribe\",\"streamerId\":\"Stream\"}",
            "{\"type\":\"config\",\"peerConnectionOptions\":{\"iceServers\":[]}}",
            "{\"type\":\"streamerList\",\"ids\":[\"Game\"]}",
            "{\"type\":\"offer\",\"sdp\":\"v=0\"}",
            "{\"type\":\"streamerIDChanged\",\"newID\":\"x\"}");

    @Test
    void a_report_is_understood_or_refused() {
        new Mutations(1, REPORTS)
                .each(text -> JsonFields.object(text).ifPresent(message -> {
                    try {
                        assertThat(Report.parse(message)).isNotNull();
                    } catch (IllegalArgumentException malformed) {
                        assertThat(malformed.getMessage()).isNotEmpty();
                    }
                }));
    }

    @Test
    void a_hand_shake_takes_any_words_in_any_order() {
        Random turns = new Random(2);
        List<Handshake> underWay = new ArrayList<>(List.of(new Handshake("Stream")));
        new Mutations(2, WORDS).each(text -> {
            Handshake handshake = underWay.getLast();
            List<Handshake.Step> steps = switch (turns.nextInt(8)) {
                case 0 -> handshake.connected();
                case 1 -> handshake.queue();
                case 2, 3, 4 -> handshake.fromPage(text);
                default -> handshake.fromStreamer(text);
            };
            assertThat(steps).doesNotContainNull();
            if (steps.stream().anyMatch(step -> step instanceof Handshake.Step.Fail)) {
                underWay.add(new Handshake("Stream"));
            }
        });
    }

    /** Pieces of a stream are the network's choice. */
    @Test
    void a_stream_has_the_same_objects_in_pieces_of_any_size() {
        new Mutations(3, REPORTS).each(text -> {
            Buffer bytes = Buffer.buffer(text);
            assertThat(objects(bytes, 1)).isEqualTo(objects(bytes, 7)).isEqualTo(objects(bytes, 1 + bytes.length()));
        });
    }

    /** Empty where the stream holds something other than objects. */
    private static Optional<List<String>> objects(Buffer bytes, int size) {
        JsonSplitter splitter = new JsonSplitter(1_024);
        List<String> objects = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length(); at += size) {
                objects.addAll(splitter.feed(bytes.slice(at, Math.min(bytes.length(), at + size))));
            }
            return Optional.of(objects);
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }

    @Test
    void a_broken_token_names_no_visitor() {
        SessionTokens tokens = SessionTokens.ofThisProcess();
        String token = tokens.tokenOf("visitor");
        new Mutations(4, List.of(token))
                .each(text -> assertThat(tokens.visitorOf(text))
                        .isEqualTo(text.equals(token) ? Optional.of("visitor") : Optional.empty()));
    }
}
