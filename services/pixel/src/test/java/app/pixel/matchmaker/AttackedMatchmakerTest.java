// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.pixel.FrameAttack;
import app.pixel.RawClient;
import app.pixel.RequestAttack;
import app.pixel.web.CloseStatus;
import app.pixel.web.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on one matchmaker, many at a time: each attacker is told or cut, and the victim beside them plays on. */
@Tag("slow")
class AttackedMatchmakerTest extends MatchmakerTest {

    private Inbox victim;
    private int said;

    @Override
    Service deploy(String... more) throws Exception {
        return super.deploy(Stream.concat(FrameAttack.LIMITS.stream(), Stream.of("--request-timeout", "2s"))
                .toArray(String[]::new));
    }

    @BeforeEach
    void aVictimPlays() {
        streamer("Unreal");
        victim = play(listingPage());
    }

    private void victimPlaysOn() {
        String message = "{\"type\":\"iceCandidate\",\"number\":" + said++ + "}";
        victim.send(message);
        assertThat(victim.next()).isEqualTo(message.replace("iceCandidate", "echo-iceCandidate"));
        Inbox newcomer = page();
        newcomer.untilPong();
        newcomer.socket.close();
    }

    @TestFactory
    Stream<DynamicTest> an_attacker_by_frames_is_told_or_cut() {
        return FrameAttack.all().stream()
                .map(attack -> began(attack.name(), attack.begin(port("port")), attack.code()))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> a_request_that_attacks_is_answered_or_cut() {
        return RequestAttack.all().stream()
                .map(attack -> began(attack.name(), attack.begin(port("port")), attack.status()))
                .toList()
                .stream();
    }

    /** A connection that is cut in the middle of a write may lose the words. */
    private DynamicTest began(String name, CompletableFuture<Integer> outcome, int expected) {
        return dynamicTest(name, () -> {
            assertThat(outcome.join()).isIn(expected, RawClient.CUT);
            victimPlaysOn();
        });
    }

    static List<String> dearTexts() {
        return List.of(
                "{\"type\":\"subscribe\",\"streamerId\":" + "[".repeat(60_000),
                "{\"a\":".repeat(12_000),
                "{\"type\":\"ping\",\"time\":" + "9".repeat(60_000) + "}",
                "{\"type\":\"ping\",\"time\":1e999999999}",
                "{\"type\":\"ping\",\"time\":{\"n\":" + "[".repeat(500) + "]".repeat(500) + "}}",
                "{\"type\":\"ping\",\"time\":\"" + "x".repeat(60_000) + "\"}",
                "{" + "\"type\":\"offer\",".repeat(4_000) + "\"type\":\"x\"}",
                "{\"" + "k".repeat(60_000) + "\":1}",
                "\u0000".repeat(60_000),
                "\"" + "\\u0000".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("dearTexts")
    void a_text_that_is_dear_to_parse_is_passed_over(String text) throws Exception {
        try (RawClient attacker = new RawClient(port("port"), "/ws")) {
            attacker.sendFrame(RawClient.TEXT, true, text.getBytes(UTF_8));
            attacker.sendText("{\"type\":\"ping\",\"time\":77}");
            String heard = attacker.readText();
            while (!heard.contains("pong")) {
                heard = attacker.readText();
            }
            assertThat(heard).isEqualTo("{\"type\":\"pong\",\"time\":77}");
        }
        victimPlaysOn();
    }

    @Test
    void a_head_that_comes_byte_by_byte_is_cut_off() throws Exception {
        try (RawClient attacker = RawClient.withoutRequest(port("port"))) {
            assertThat(attacker.trickle("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(100)))
                    .isTrue();
        }
        victimPlaysOn();
    }

    @Test
    void a_page_that_plays_is_held_to_its_bytes() {
        victim.send("{\"type\":\"x\",\"data\":\"" + "x".repeat(700_000) + "\"}");

        assertThat(victim.closed().code()).isEqualTo(CloseStatus.POLICY);
    }

    @Test
    void a_page_that_plays_sends_as_many_messages_as_it_likes() {
        for (int sent = 0; sent < 500; sent++) {
            victim.send("{\"type\":\"iceCandidate\"}");
        }
        for (int sent = 0; sent < 500; sent++) {
            assertThat(victim.next()).contains("echo-iceCandidate");
        }
    }
}
