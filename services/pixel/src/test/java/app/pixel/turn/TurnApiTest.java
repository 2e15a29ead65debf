// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as a pod starts it, asked over real sockets. */
class TurnApiTest {

    private static final String SECRET = "a-secret-of-some-length";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Path secrets = Path.of("");

    @BeforeEach
    void write_the_secret() throws IOException {
        secrets = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_client_gets_its_relays_with_credentials_for_the_time_to_live() throws Exception {
        Service api = start("--relays", "203.0.113.7,2001:db8::7", "--ttl", "2m");

        Instant before = Instant.now();
        JsonObject configuration = new JsonObject(get(api, "/?client=player-1").body());

        JsonArray servers = configuration.getJsonArray("iceServers");
        assertThat(configuration.getString("iceTransportPolicy")).isEqualTo("all");
        assertThat(servers.stream().map(server -> ((JsonObject) server).getJsonArray("urls")))
                .containsExactlyInAnyOrder(
                        JsonArray.of(
                                "stun:203.0.113.7:3478",
                                "turn:203.0.113.7:3478?transport=udp",
                                "turn:203.0.113.7:3478?transport=tcp"),
                        JsonArray.of(
                                "stun:[2001:db8::7]:3478",
                                "turn:[2001:db8::7]:3478?transport=udp",
                                "turn:[2001:db8::7]:3478?transport=tcp"));
        for (int relay = 0; relay < 2; relay++) {
            String username = servers.getJsonObject(relay).getString("username");
            Instant expiry = Instant.ofEpochSecond(Long.parseLong(username.split(":", 2)[0]));
            assertThat(expiry).isBetween(before.plusSeconds(119), Instant.now().plusSeconds(120));
            assertThat(servers.getJsonObject(relay).getString("credential"))
                    .isEqualTo(TurnCredentials.issue(SECRET, "player-1", expiry).credential());
        }
    }

    /** A signalling server takes 32 ICE servers at most, so a longer answer would leave its client without any. */
    @Test
    void a_client_gets_the_same_two_of_fifty_relays_each_time() throws Exception {
        String fifty = IntStream.rangeClosed(1, 50)
                .mapToObj(relay -> "203.0.113." + relay)
                .collect(Collectors.joining(","));
        Service api = start("--relays", fifty);

        assertThat(relays(api, "player-1")).hasSize(2).isEqualTo(relays(api, "player-1"));
        assertThat(relays(api, "player-1")).isNotEqualTo(relays(api, "player-2"));
    }

    private List<String> relays(Service api, String client) throws Exception {
        JsonObject configuration = new JsonObject(get(api, "/?client=" + client).body());
        return configuration.getJsonArray("iceServers").stream()
                .map(server -> ((JsonObject) server).getJsonArray("urls").getString(0))
                .toList();
    }

    @Test
    void the_answer_is_json_that_no_cache_keeps() throws Exception {
        HttpResponse<String> answer = get(start("--relays", "203.0.113.7"), "/?client=p");

        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void options_force_the_relay_with_tls_on_its_own_port() throws Exception {
        Service api = start(
                "--relays",
                "turn.example.com",
                "--ice-transport-policy",
                "relay",
                "--turns-port",
                "443",
                "--turn-port",
                "3479");

        JsonObject configuration = new JsonObject(get(api, "/?client=p").body());

        assertThat(configuration.getString("iceTransportPolicy")).isEqualTo("relay");
        assertThat(configuration.getJsonArray("iceServers").getJsonObject(0).getJsonArray("urls"))
                .contains("turn:turn.example.com:3479?transport=tcp", "turns:turn.example.com:443?transport=tcp");
    }

    @Test
    void a_caller_gets_longer_credentials_within_bounds() throws Exception {
        Service api = start("--relays", "203.0.113.7", "--max-ttl", "2h");

        Instant before = Instant.now();

        assertThat(expiry(api, "ttl=3600"))
                .isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3600));
        assertThat(expiry(api, "ttl=86400"))
                .isBetween(before.plusSeconds(7199), Instant.now().plusSeconds(7200));
    }

    private Instant expiry(Service api, String asked) throws Exception {
        String username = new JsonObject(get(api, "/?client=streamer&" + asked).body())
                .getJsonArray("iceServers")
                .getJsonObject(0)
                .getString("username");
        return Instant.ofEpochSecond(Long.parseLong(username.split(":", 2)[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?client=",
                "/?client=a:b",
                "/?client=a%0Ab",
                "/?client=a&client=b",
                "/?client=%zz",
                "/?client=%",
                "/?client=p&ttl=",
                "/?client=p&ttl=-1",
                "/?client=p&ttl=1e9",
                "/?client=p&ttl=99999999999999999999",
                "/?client=p&ttl=0"
            })
    void nonsense_is_refused_with_a_sentence(String target) throws Exception {
        Service api = start("--relays", "203.0.113.7");

        String answer = RawHttp.ask(port(api, "port"), "GET " + target + " HTTP/1.1", "host: x");

        assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith(".\n").doesNotContain("credential\"");
        assertThat(get(api, "/?client=healthy").statusCode()).isEqualTo(200);
    }

    @Test
    void only_get_on_known_paths_is_answered() throws Exception {
        Service api = start("--relays", "203.0.113.7");
        int port = port(api, "port");

        assertThat(RawHttp.ask(port, "POST /?client=p HTTP/1.1", "host: x", "content-length: 0"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(get(api, "/other?client=p").statusCode()).isEqualTo(404);
        assertThat(get(api, "/relays/somewhere").statusCode()).isEqualTo(404);
    }

    @Test
    void only_bearers_of_a_token_are_answered_when_there_is_one() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "the-present-token\nthe-token-before\n");
        Service api = start("--relays", "203.0.113.7", "--caller-token-file", tokens.toString());

        assertThat(get(api, "/?client=p").statusCode()).isEqualTo(401);
        assertThat(get(api, "/relays/somewhere").statusCode()).isEqualTo(401);
        assertThat(get(api, "/relays/somewhere", "authorization", "Bearer the-present-token")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(api, "/?client=p", "authorization", "Bearer the-present-toke")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(api, "/?client=p", "authorization", "Basic the-present-token")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(api, "/?client=p", "authorization", "Bearer the-present-token")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(api, "/?client=p", "authorization", "bearer the-token-before")
                        .statusCode())
                .isEqualTo(200);
        String right = "authorization: Bearer the-present-token";
        assertThat(RawHttp.ask(port(api, "port"), "GET /?client=p HTTP/1.1", "host: x", right))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.ask(port(api, "port"), "GET /?client=p HTTP/1.1", "host: x", "authorization: x", right))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void a_rotated_secret_signs_from_the_next_request_on() throws Exception {
        Service api = start("--relays", "203.0.113.7");
        Files.writeString(secrets, "the-next-secret-of-all\n" + SECRET + "\n");

        JsonObject server = new JsonObject(get(api, "/?client=p").body())
                .getJsonArray("iceServers")
                .getJsonObject(0);

        Instant expiry = Instant.ofEpochSecond(
                Long.parseLong(server.getString("username").split(":", 2)[0]));
        assertThat(server.getString("credential"))
                .isEqualTo(TurnCredentials.issue("the-next-secret-of-all", "p", expiry)
                        .credential());
    }

    @Test
    void a_secret_file_that_is_gone_is_survived_without_naming_it() throws Exception {
        Service api = start("--relays", "203.0.113.7");
        Files.delete(secrets);

        HttpResponse<String> answer = get(api, "/?client=p");
        Files.writeString(secrets, SECRET);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain(folder.toString());
        assertThat(get(api, "/?client=p").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \n", "short"})
    void a_secret_that_is_none_keeps_the_service_from_starting(String content) throws Exception {
        Files.writeString(secrets, content);

        assertThatThrownBy(() -> start("--relays", "203.0.113.7")).hasMessageContaining("secret file");
    }

    @Test
    void it_is_ready_once_there_is_a_relay() throws Exception {
        Service api = start("--relays", "203.0.113.7,203.0.113.8");

        assertThat(operations(api, "/readyz").statusCode()).isEqualTo(200);
        assertThat(operations(api, "/custom").body()).contains("turn_relay_count 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "203.0.113.999",
                "0177.0.0.1",
                "2130706433",
                "a b",
                "user@host",
                "relay.example.com:3478",
                "-x"
            })
    void a_relay_that_is_neither_an_address_nor_a_name_is_refused(String relay) {
        assertThatThrownBy(() -> new Relay(relay)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void where_the_relays_are_is_said_exactly_once() {
        assertThatThrownBy(() -> start()).hasMessageContaining("--relays");
        assertThatThrownBy(() -> start("--relays", "203.0.113.7", "--relays-from-nodes", "a=b"))
                .hasMessageContaining("--relays-from-nodes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pixel-turn",
                "/app=coturn",
                "pixel-turn/",
                "pixel-turn/app",
                "pixel-turn/app=",
                "Pixel/app=coturn",
                "pixel-turn/app=a,b=c",
                "pixel-turn/app=a b",
                "../secrets/app=coturn"
            })
    void text_that_names_no_relay_pods_is_refused(String text) {
        assertThatThrownBy(() -> RelayPods.parse(text))
                .hasMessageContaining("pixel-turn/app.kubernetes.io/name=coturn");
    }

    @Test
    void relay_pods_of_fixed_relays_are_refused() {
        assertThatThrownBy(() -> start("--relays", "203.0.113.7", "--relay-pods", "pixel-turn/app=coturn"))
                .hasMessageContaining("--relay-pods needs --relays-from-nodes");
    }

    private Service start(String... more) throws Exception {
        String[] usual = {
            "turn-credentials",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--operations-port",
            "0",
            "--secret-file",
            secrets.toString()
        };
        String[] all = Stream.concat(Stream.of(usual), Stream.of(more)).toArray(String[]::new);
        Service service = Pixel.parse(Map.of(), all).service();
        vertx.deployVerticle(service).await(10, SECONDS);
        return service;
    }

    private static int port(Service service, String flag) {
        return service.ports().getOrDefault(flag, -1);
    }

    private HttpResponse<String> get(Service api, String target, String... headers) throws Exception {
        return get(port(api, "port"), target, headers);
    }

    private HttpResponse<String> operations(Service api, String target) throws Exception {
        return get(port(api, "operations-port"), target);
    }

    private HttpResponse<String> get(int port, String target, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
