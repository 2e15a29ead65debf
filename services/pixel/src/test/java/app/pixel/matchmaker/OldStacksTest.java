// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Pixel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP answers of the visitors' port, with and without the flags for old stacks. */
class OldStacksTest extends MatchmakerTest {

    private static final String TOKEN = "a-token-for-operators";

    private record Answer(int status, Map<String, String> headers, String body) {}

    private void restart(String... flags) throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = deploy(flags);
    }

    private FakeSignallingServer freeStreamer() {
        FakeSignallingServer streamer = streamer("Unreal7");
        awaitGauge("matchmaker_streamer_available_count", 1);
        return streamer;
    }

    private Answer ask(HttpMethod method, String path, String... header) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port("port"))
                .setURI(path);
        if (header.length == 2) {
            options.putHeader(header[0], header[1]);
        }
        return soon(onEventLoop(
                vertx,
                () -> http.request(options)
                        .compose(request -> request.send())
                        .compose(response -> response.body().map(body -> answer(response, body)))));
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        Map<String, String> headers = new java.util.HashMap<>();
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return new Answer(response.statusCode(), headers, body.toString());
    }

    private Answer get(String path) {
        return ask(HttpMethod.GET, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/signallingserver", "/custom_html/player.html", "/list", "/healthz"})
    void without_a_flag_no_visitor_learns_an_address(String path) {
        FakeSignallingServer streamer = freeStreamer();
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(path.equals("/healthz") ? 200 : 404);
        assertThat(answer.toString()).doesNotContain(String.valueOf(streamer.port));
        assertThat(gauge("matchmaker_streamer_available_count")).isEqualTo(1);
    }

    @Test
    void a_visitor_is_sent_to_a_free_server() throws Exception {
        restart("--legacy-redirect");
        FakeSignallingServer streamer = freeStreamer();
        Answer first = get("/");
        assertThat(first.status()).isEqualTo(302);
        assertThat(first.headers()).containsEntry("location", "http://127.0.0.1:" + streamer.port + "/");
        assertThat(first.headers()).containsEntry("cache-control", "no-store");
    }

    @Test
    void a_server_is_kept_for_the_visitor_who_was_sent_there() throws Exception {
        restart("--legacy-redirect");
        freeStreamer();
        assertThat(get("/").status()).isEqualTo(302);
        Answer second = get("/");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.headers()).doesNotContainKey("location");
        assertThat(second.body()).contains("http-equiv=\"refresh\"").contains("There are 1 of them");
    }

    @Test
    void a_streamer_whose_address_was_given_away_is_not_offered_to_a_ticket() throws Exception {
        restart("--legacy-redirect");
        FakeSignallingServer streamer = freeStreamer();
        assertThat(get("/").status()).isEqualTo(302);
        Inbox page = listingPage();
        assertThat(page.next("matchmaker").getBoolean("queued")).isTrue();
        assertThat(streamer.hasNoPlayer()).isTrue();
    }

    @Test
    void a_visitor_with_a_ticket_comes_before_one_who_asks_for_an_address() throws Exception {
        restart("--legacy-redirect");
        Inbox page = listingPage();
        page.next("matchmaker");
        streamer("Unreal7");
        play(page);
        assertThat(get("/").status()).isEqualTo(200);
    }

    @Test
    void a_streamer_is_free_again_when_the_player_sent_there_has_left() throws Exception {
        restart("--legacy-redirect");
        FakeSignallingServer streamer = freeStreamer();
        assertThat(get("/").status()).isEqualTo(302);
        streamer.report("{\"type\":\"clientConnected\"}");
        streamer.report("{\"type\":\"clientDisconnected\"}");
        awaitGauge("matchmaker_streamer_available_count", 1);
        assertThat(get("/").status()).isEqualTo(302);
    }

    @Test
    void the_address_of_a_free_server_is_told_to_pages_of_any_origin() throws Exception {
        restart("--legacy-signalling-server");
        FakeSignallingServer streamer = freeStreamer();
        Answer found = get("/signallingserver");
        assertThat(found.body()).isEqualTo("{\"signallingServer\":\"127.0.0.1:" + streamer.port + "\"}");
        assertThat(found.headers()).containsEntry("access-control-allow-origin", "*");
        assertThat(found.headers()).containsEntry("content-type", "application/json");
        Answer none = get("/signallingserver");
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body()).isEqualTo("{\"signallingServer\":\"\",\"error\":\"No signalling servers available\"}");
        assertThat(get("/").status()).isEqualTo(404);
    }

    @Test
    void only_a_get_takes_a_streamer_from_the_others() throws Exception {
        restart("--legacy-signalling-server", "--legacy-redirect");
        freeStreamer();
        Answer preflight = ask(HttpMethod.OPTIONS, "/signallingserver", "origin", "https://example.com");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers()).containsEntry("access-control-allow-methods", "GET");
        assertThat(ask(HttpMethod.HEAD, "/").status()).isEqualTo(405);
        assertThat(ask(HttpMethod.POST, "/signallingserver").status()).isEqualTo(405);
        assertThat(gauge("matchmaker_streamer_available_count")).isEqualTo(1);
    }

    @Test
    void a_page_of_the_signalling_server_is_found_there() throws Exception {
        restart("--legacy-custom-html");
        FakeSignallingServer streamer = freeStreamer();
        Answer answer = get("/custom_html/my-player_2.html?ignored=1");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers())
                .containsEntry("location", "http://127.0.0.1:" + streamer.port + "/custom_html/my-player_2.html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/custom_html/",
                "/custom_html/..",
                "/custom_html/.hidden",
                "/custom_html/../list",
                "/custom_html/a/b.html",
                "/custom_html//evil.example",
                "/custom_html/a%2fb",
                "/custom_html/%2e%2e%2fsecret",
                "/custom_html/a%0d%0aset-cookie:x=y",
                "/custom_html/a%00.html",
                "/custom_html/<script>",
                "/custom_html/a\\b",
                "/custom_html/a@evil.example",
                "/custom_html/käse.html"
            })
    void a_file_name_that_is_none_takes_no_streamer(String path) throws Exception {
        restart("--legacy-custom-html");
        freeStreamer();
        assertThat(get(path).status()).isEqualTo(400);
        assertThat(get("/custom_html/" + "a".repeat(129)).status()).isEqualTo(400);
        assertThat(gauge("matchmaker_streamer_available_count")).isEqualTo(1);
    }

    @Test
    void operators_see_streamers_with_their_players(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        restart("--list-token-file", file.toString());
        FakeSignallingServer streamer = freeStreamer();
        play(listingPage());
        Answer answer = ask(HttpMethod.GET, "/list", "authorization", "Bearer " + TOKEN);
        assertThat(answer.status()).isEqualTo(200);
        JsonObject only = new JsonArray(answer.body()).getJsonObject(0);
        assertThat(only.getString("playerId")).isNotEmpty();
        only.remove("playerId");
        assertThat(only)
                .isEqualTo(new JsonObject()
                        .put("streamerId", "127.0.0.1:" + streamer.port)
                        .put("address", "127.0.0.1")
                        .put("port", streamer.port)
                        .put("ready", true)
                        .put("clients", 0)
                        .put("failures", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer a-token-for-operator",
                "Bearer a-token-for-operatorss",
                "Bearer A-TOKEN-FOR-OPERATORS",
                "Basic a-token-for-operators",
                "a-token-for-operators"
            })
    void a_request_without_the_token_shows_no_streamers(String shown) throws Exception {
        soon(vertx.undeploy(matchmaker.deploymentID()));
        matchmaker = deploy(Map.of("PIXEL_LIST_TOKEN", TOKEN));
        FakeSignallingServer streamer = freeStreamer();
        Answer answer = shown.isEmpty() ? get("/list") : ask(HttpMethod.GET, "/list", "authorization", shown);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(answer.toString()).doesNotContain(String.valueOf(streamer.port));
        assertThat(ask(HttpMethod.GET, "/list", "authorization", "bearer " + TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_could_be_guessed_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> Pixel.parse(Map.of("PIXEL_LIST_TOKEN", "hunter2"), "matchmaker")
                        .service())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The list token has 7 bytes, fewer than 16.");
        assertThatThrownBy(() -> Pixel.parse(Map.of(), "matchmaker", "--list-token-file", "/no/such/file")
                        .service())
                .hasMessage("The secret file /no/such/file cannot be read.");
    }

    @Test
    void the_token_travels_as_a_session_parameter_where_there_is_no_cookie() {
        Inbox first = listingPage();
        String token = first.next("matchmaker").getString("session");
        Inbox again = pageAt("/ws?session=" + token, "");
        assertThat(again.socket.headers().get("set-cookie")).isNull();
        assertThat(pageAt("/ws?session=made.up", "").socket.headers().get("set-cookie"))
                .isNotNull();
        assertThat(pageAt("/ws?session=made.up", cookieOf(first))
                        .socket
                        .headers()
                        .get("set-cookie"))
                .isNull();
    }

    @Test
    void a_visitor_who_waits_gets_no_config() {
        Inbox page = listingPage();
        page.next("matchmaker");
        assertThat(typesOf(page.untilPong())).isSubsetOf(List.of("streamerList", "queuePosition"));
    }
}
