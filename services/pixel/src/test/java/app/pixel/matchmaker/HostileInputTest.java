// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in on a port, a healthy page and its streamer go on talking through the same matchmaker. */
class HostileInputTest extends MatchmakerTest {

    private static final String UPGRADE = """
            GET /ws HTTP/1.1\r
            Host: x\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            \r
            """;

    private static final int MEBIBYTE = 1024 * 1024;

    private Inbox page;
    private int said;

    static List<String> nonsense() {
        return List.of(
                "",
                "{",
                "null",
                "[]",
                "[{\"type\":\"subscribe\"}]",
                "\"subscribe\"",
                "42",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":{\"type\":\"subscribe\"}}",
                "{\"type\":\"listStreamers\"} {\"type\":\"listStreamers\"}",
                "{\"type\":\"noSuchType\"}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"streamerId\":7}",
                "{\"type\":\"subscribe\",\"streamerId\":[\"Stream\"]}",
                "{\"type\":\"subscribe\",\"streamerId\":\"Unreal7\"}",
                "{\"type\":\"subscribe\",\"streamerId\":\"Stream\"}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"time\":NaN}",
                "{\"type\":\"ping\",\"time\":" + "9".repeat(5_000) + "}",
                "{\"type\":\"offer\",\"sdp\":1e400}",
                "{\"type\":\"answer\"}",
                "{\"type\":\"config\",\"peerConnectionOptions\":{}}",
                "{\"type\":\"streamerList\",\"ids\":{\"x\":7}}",
                "{\"type\":\"matchmaker\",\"matched\":true}",
                "{\"type\":\"\\u0000\"}",
                "{\"type\":\"subscribe\",\"streamerId\":" + "[".repeat(60_000),
                "{\"a\":".repeat(10_000));
    }

    /** The port says nothing before it is bound, so the pair needs no wait of its own. */
    @BeforeEach
    void aHealthyPair() {
        streamer("Healthy");
        awaitGauge("matchmaker_streamer_available_count", 1);
        page = play(listingPage());
    }

    private void pairKeepsTalking() {
        String message = "{\"type\":\"iceCandidate\",\"number\":" + said++ + "}";
        page.send(message);
        assertThat(page.next()).isEqualTo(message.replace("iceCandidate", "echo-iceCandidate"));
    }

    private Socket connect(String port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(port));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Waits until the matchmaker cuts the connection, whatever it answers before. */
    private static void assertCut(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsense_of_a_page_that_waits_is_ignored(String text) {
        Inbox hostile = page();
        hostile.send(text);
        hostile.socket.writeBinaryMessage(Buffer.buffer(text));
        hostile.untilPong();
        pairKeepsTalking();
    }

    @Test
    void a_page_that_said_all_of_it_still_plays_in_its_turn() {
        Inbox hostile = page();
        nonsense().forEach(hostile::send);
        hostile.send(PAGE_LISTS);
        hostile.untilPong();
        streamer("Unreal7");
        play(hostile);
        pairKeepsTalking();
    }

    @Test
    void bytes_that_are_no_text_are_ignored_like_any_other_nonsense() {
        Inbox hostile = page();
        byte[] bytes = new byte[3_000];
        new Random(7).nextBytes(bytes);
        hostile.socket.writeBinaryMessage(Buffer.buffer(bytes));
        hostile.untilPong();
        pairKeepsTalking();
    }

    @Test
    void ten_mebibytes_in_one_message_end_their_own_connection() {
        Inbox hostile = page();
        hostile.socket.writeBinaryMessage(Buffer.buffer(new byte[10 * MEBIBYTE]));
        assertThat(hostile.closed().code()).isIn(1006, 1009);
        pairKeepsTalking();
    }

    @Test
    void ten_mebibytes_in_one_frame_of_a_page_that_waits_end_its_connection() {
        Inbox waiting = page();
        waiting.socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[10 * MEBIBYTE]), true));
        assertThat(waiting.closed().code()).isIn(1006, 1009);
        pairKeepsTalking();
    }

    @Test
    void ten_mebibytes_in_one_frame_of_a_page_that_plays_end_its_connection() {
        FakeSignallingServer second = streamer("Second");
        Inbox playing = play(listingPage());
        playing.socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[10 * MEBIBYTE]), true));
        assertThat(playing.closed().code()).isIn(1006, 1009);
        second.player().closed();
        pairKeepsTalking();
    }

    @Test
    void ten_mebibytes_of_a_signalling_server_end_only_its_own_stream() {
        FakeSignallingServer hostile = streamer("Second");
        Inbox player = play(listingPage());
        Inbox there = hostile.player();
        there.socket.writeFrame(WebSocketFrame.binaryFrame(Buffer.buffer(new byte[10 * MEBIBYTE]), true));
        assertThat(player.closed().code()).isNotIn(1000, 1001);
        pairKeepsTalking();
    }

    @Test
    void random_bytes_after_the_hand_shake_end_their_own_connection_only() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            try (Socket hostile = connect("port")) {
                byte[] bytes = new byte[random.nextInt(1, 4_000)];
                random.nextBytes(bytes);
                write(hostile, UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
                write(hostile, bytes);
            }
            pairKeepsTalking();
        }
    }

    @Test
    void connections_that_send_nothing_or_half_a_request_disturb_no_player() throws Exception {
        List<Socket> open = new ArrayList<>();
        for (int client = 0; client < 50; client++) {
            open.add(connect("port"));
            open.add(connect("report-port"));
            Socket half = connect("port");
            write(half, UPGRADE.substring(0, 40 + client).getBytes(StandardCharsets.ISO_8859_1));
            open.add(half);
            Socket deaf = connect("port");
            write(deaf, UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
            open.add(deaf);
        }
        awaitGauge("matchmaker_player_socket_connections", 51);
        pairKeepsTalking();
        for (Socket socket : open) {
            socket.close();
        }
        awaitGauge("matchmaker_player_socket_connections", 1);
        pairKeepsTalking();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "hello",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "}",
                "{}",
                "{{}}",
                "{\"type\":}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"streamerConnected\"}",
                "{\"type\":\"clientDisconnected\"}",
                "{\"type\":7}",
                "{\"type\":\"connect\"}",
                "{\"type\":\"connect\",\"port\":null}",
                "{\"type\":\"connect\",\"port\":0}",
                "{\"type\":\"connect\",\"port\":-1}",
                "{\"type\":\"connect\",\"port\":65536}",
                "{\"type\":\"connect\",\"port\":1e99}",
                "{\"type\":\"connect\",\"port\":3000.5}",
                "{\"type\":\"connect\",\"port\":\"http\"}",
                "{\"type\":\"connect\",\"port\":[3000]}",
                "{\"type\":\"connect\",\"port\":{\"port\":3000}}"
            })
    void a_report_that_makes_no_sense_makes_no_streamer(String text) throws Exception {
        try (Socket hostile = connect("report-port")) {
            write(hostile, text.getBytes(StandardCharsets.UTF_8));
            assertCut(hostile);
        }
        assertThat(gauge("matchmaker_streamer_connections")).isEqualTo(1);
        pairKeepsTalking();
    }

    static List<String> endless() {
        return List.of(
                "{\"type\":\"connect\",\"address\":\"" + "x".repeat(20_000),
                "{\"a\":".repeat(5_000),
                "{\"type\":\"connect\",\"port\":3000,\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}",
                "{" + "\\".repeat(20_000));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void a_report_without_end_or_too_deep_is_hung_up_on(String text) throws Exception {
        try (Socket hostile = connect("report-port")) {
            write(hostile, text.getBytes(StandardCharsets.UTF_8));
            assertCut(hostile);
        }
        assertThat(gauge("matchmaker_streamer_connections")).isEqualTo(1);
        pairKeepsTalking();
    }

    @Test
    void nonsense_after_a_good_report_takes_only_that_streamer_away() throws Exception {
        try (Socket hostile = connect("report-port")) {
            write(hostile, "{\"type\":\"connect\",\"port\":1,\"ready\":false}".getBytes(StandardCharsets.UTF_8));
            awaitGauge("matchmaker_streamer_connections", 2);
            write(hostile, "nonsense".getBytes(StandardCharsets.UTF_8));
            assertCut(hostile);
        }
        awaitGauge("matchmaker_streamer_connections", 1);
        pairKeepsTalking();
    }

    @Test
    void unknown_content_of_a_report_is_passed_over() throws Exception {
        try (Socket reporter = connect("report-port")) {
            write(
                    reporter,
                    ("{\"type\":\"connect\",\"port\":\"1\",\"ready\":\"yes\",\"playerConnected\":3,\"new\":{}}"
                                    + "{\"type\":\"noSuchType\",\"x\":\"}{\"}{\"type\":\"ping\"}\n\u0000"
                                    + "{\"type\":\"clientDisconnected\"}{\"type\":\"clientDisconnected\"}"
                                    + "{\"type\":\"streamerConnected\"}")
                            .getBytes(StandardCharsets.UTF_8));
            awaitGauge("matchmaker_streamer_available_count", 1);
        }
        awaitGauge("matchmaker_streamer_connections", 1);
        pairKeepsTalking();
    }

    @Test
    void reports_that_arrive_byte_by_byte_are_the_same_reports() throws Exception {
        String reports = "{\"type\":\"connect\",\"address\":\"käse\",\"port\":1,\"ready\":false}"
                + "{\"type\":\"streamerConnected\"}";
        try (Socket reporter = connect("report-port")) {
            for (byte one : reports.getBytes(StandardCharsets.UTF_8)) {
                write(reporter, new byte[] {one});
            }
            awaitGauge("matchmaker_streamer_available_count", 1);
        }
        pairKeepsTalking();
    }

    @Test
    void a_signalling_server_that_talks_nonsense_is_not_offered_again_at_once() {
        Inbox player = listingPage();
        player.next("matchmaker");
        FakeSignallingServer hostile = new FakeSignallingServer(vertx, port("report-port"), "Second");
        hostile.script = (socket, text) -> {
            nonsense().stream()
                    .filter(line -> !line.matches(".*(config|offer|answer).*"))
                    .forEach(socket::send);
            socket.send("{\"type\":\"subscribeFailed\"}");
        };
        hostile.ready();
        hostile.player().closed();
        assertThat(player.untilPong()).noneMatch(text -> text.contains("offer"));
        streamer("Unreal7");
        play(player);
        pairKeepsTalking();
    }
}
