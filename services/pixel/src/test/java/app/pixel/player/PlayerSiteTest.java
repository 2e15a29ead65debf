// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import static java.net.http.HttpResponse.BodyHandlers.ofByteArray;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayerSiteTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private SequencedMap<String, Integer> ports = new TreeMap<>();

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void the_page_names_only_files_that_are_there_with_the_right_types() throws Exception {
        serve();
        String page = text(get("/"));
        Matcher link = Pattern.compile("(?:href|src)=\"\\./([^\"]+)\"").matcher(page);
        Map<String, String> types = Map.of(
                "js", "text/javascript; charset=utf-8",
                "css", "text/css; charset=utf-8",
                "svg", "image/svg+xml",
                "json", "application/json");
        int links = 0;
        while (link.find()) {
            HttpResponse<byte[]> file = get("/" + link.group(1));
            String ending = link.group(1).replaceFirst(".*\\.", "");
            assertThat(file.statusCode()).as(link.group(1)).isEqualTo(200);
            assertThat(header(file, "content-type")).isEqualTo(types.get(ending));
            assertThat(header(file, "x-content-type-options")).isEqualTo("nosniff");
            links++;
        }
        assertThat(links).isGreaterThanOrEqualTo(4);
    }

    @Test
    void nothing_on_the_page_is_inline() throws Exception {
        serve();
        String page = text(get("/"));
        assertThat(page).doesNotContain("<style", " style=", "javascript:").doesNotContainPattern(" on[a-z]+=");
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)");
        assertThat(page).doesNotContain("http://", "https://");
    }

    @Test
    void the_page_is_revalidated_but_its_hashed_files_never_are() throws Exception {
        serve();
        HttpResponse<byte[]> page = get("/");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(header(get("/" + script(page)), "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        HttpResponse<byte[]> again = get("/", "if-none-match", header(page, "etag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "content-security-policy")).isNotEmpty();
        assertThat(get("/", "if-none-match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void a_browser_gets_the_best_compression_that_it_takes() throws Exception {
        serve();
        String script = "/" + script(get("/"));
        HttpResponse<byte[]> plain = get(script);
        HttpResponse<byte[]> gzip = get(script, "accept-encoding", "gzip, deflate");
        HttpResponse<byte[]> brotli = get(script, "accept-encoding", "gzip;q=0.5, deflate, br");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        assertThat(get(script, "accept-encoding", "br;q=0, gzip;q=0").headers().firstValue("content-encoding"))
                .isEmpty();
        assertThat(brotli.body().length).isLessThan(gzip.body().length);
        assertThat(gzip.body().length).isLessThan(plain.body().length / 3);
        assertThat(header(plain, "etag")).isNotEqualTo(header(gzip, "etag"));
        assertThat(header(gzip, "vary")).isEqualTo("accept-encoding");
        try (var unpacked = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(gzip.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @Test
    void the_policy_allows_own_files_besides_listed_hosts_with_parents() throws Exception {
        serve(
                "--embed-origins",
                "https://www.example.com,http://localhost:3000",
                "--ws-hosts",
                "play.example.com:8443");
        String policy = header(get("/"), "content-security-policy");
        assertThat(policy.split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "require-trusted-types-for 'script'",
                        "frame-ancestors 'self' https://www.example.com http://localhost:3000",
                        "connect-src 'self' wss://127.0.0.1:* ws://127.0.0.1:* wss://play.example.com:8443"
                                + " ws://play.example.com:8443");
        assertThat(policy).doesNotContain("unsafe");
    }

    @Test
    void no_other_origin_may_embed_the_page_unless_listed() throws Exception {
        serve();
        HttpResponse<byte[]> page = get("/");
        assertThat(header(page, "content-security-policy")).endsWith("frame-ancestors 'self'");
        assertThat(header(page, "permissions-policy"))
                .contains("autoplay=(self)", "fullscreen=(self)", "gamepad=(self)", "camera=()");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_pages_script_reads_the_same_lists() throws Exception {
        serve("--embed-origins", "HTTPS://WWW.example.com", "--ws-hosts", "*.example.com", "--title", "A \"tour\"");
        HttpResponse<byte[]> configuration = get("/config.json");
        assertThat(header(configuration, "cache-control")).isEqualTo("no-cache");
        assertThat(new JsonObject(text(configuration)))
                .isEqualTo(new JsonObject()
                        .put("title", "A \"tour\"")
                        .put("embedOrigins", new JsonArray().add("https://www.example.com"))
                        .put("webSocketHosts", new JsonArray().add("*.example.com")));
    }

    @Test
    void the_page_lives_under_a_prefix_whether_the_edge_strips_it_or_not() throws Exception {
        serve("--path-prefix", "/game/");
        assertThat(text(get("/game/"))).isEqualTo(text(get("/"))).contains("<title>");
        assertThat(get("/game/config.json").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> bare = get("/game?StreamerId=a");
        assertThat(bare.statusCode()).isEqualTo(308);
        assertThat(header(bare, "location")).isEqualTo("/game/?StreamerId=a");
        assertThat(get("/games/").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/files.txt",
                "/index.html.br",
                "/../site/index.html",
                "/..%2f..%2findex.html",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/....//index.html",
                "//index.html",
                "/site/../index.html",
                "/index.html%00.js",
                "/..\\..\\index.html",
                "/app/pixel/player/PlayerSite.class",
                "/META-INF/MANIFEST.MF",
                "*",
                "/config.json/",
            })
    void a_path_that_is_no_file_of_the_page_is_answered_by_a_sentence(String target) throws Exception {
        serve();
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .contains("Nothing is here.")
                .contains("nosniff");
    }

    @Test
    void the_page_is_read_only() throws Exception {
        serve();
        HttpResponse<byte[]> posted = client.send(
                request("/").POST(HttpRequest.BodyPublishers.ofString("x")).build(), ofByteArray());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(header(posted, "allow")).isEqualTo("GET, HEAD");
        HttpResponse<byte[]> head = client.send(request("/").HEAD().build(), ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(String.valueOf(get("/").body().length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "x;script-src *", "'unsafe-inline'", "[::1]:80", "", "a,b", "x\u0001"})
    void a_strange_host_header_does_not_get_into_the_policy(String host) throws Exception {
        serve();
        String answer = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).doesNotContain("script-src *", "unsafe-inline");
        if (answer.startsWith("HTTP/1.1 200")) {
            assertThat(answer).contains("connect-src 'self';");
        }
    }

    @Test
    void both_probes_succeed_once_it_listens() throws Exception {
        serve();
        for (String probe : new String[] {"healthz", "readyz"}) {
            URI uri = URI.create("http://127.0.0.1:" + ports.get("operations-port") + "/" + probe);
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), ofByteArray())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private void serve(String... flags) throws Exception {
        String[] base = {"player", "--host", "127.0.0.1", "--port", "0", "--operations-port", "0"};
        String[] line = java.util.stream.Stream.concat(java.util.Arrays.stream(base), java.util.Arrays.stream(flags))
                .toArray(String[]::new);
        Service site = Pixel.parse(Map.of(), line).service();
        vertx.deployVerticle(site).await(10, SECONDS);
        ports = site.ports();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get("port") + path));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), ofByteArray());
    }

    private String raw(String request) throws IOException {
        int port = Objects.requireNonNull(ports.get("port"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String script(HttpResponse<byte[]> page) {
        Matcher link = Pattern.compile("src=\"\\./(main-[^\"]+\\.js)\"").matcher(text(page));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
