// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A request that no client needs to send, and the status of its answer; {@link #CUT} where the connection ends without
 * one. The server has no such path and reads no body.
 */
public record RequestAttack(String name, String request, int status) {

    public static final int CUT = 0;

    private static final String UPGRADE = """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            """;
    private static final Executor BESIDE = Thread::startVirtualThread;

    public static List<RequestAttack> all() {
        return List.of(
                new RequestAttack("nothing", "", CUT),
                new RequestAttack("half a head", "GET / HTTP/1.1\r\nHost: x\r\nA", CUT),
                new RequestAttack("a body that never ends", post("Content-Length: 1000000", "x"), 404),
                new RequestAttack("chunks without end", post("Transfer-Encoding: chunked", "1\r\nx"), 404),
                new RequestAttack("a chunk of 4 GiB", post("Transfer-Encoding: chunked", "ffffffff\r\nx"), CUT),
                new RequestAttack("a chunk that is no number", post("Transfer-Encoding: chunked", "zz\r\n"), CUT),
                new RequestAttack("two lengths", post("Content-Length: 1\r\nContent-Length: 2", "x"), 400),
                new RequestAttack("a length below 0", post("Content-Length: -1", ""), 400),
                new RequestAttack(
                        "a length beside chunks",
                        post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                        400),
                new RequestAttack("thousands of fields", get("/", "a: b\r\n".repeat(5_000)), 431),
                new RequestAttack("a long field", get("/", "a: " + "b".repeat(100_000) + "\r\n"), 431),
                new RequestAttack("long cookies", get("/", "Cookie: " + "a=b; ".repeat(5_000) + "\r\n"), 431),
                new RequestAttack("many cookies", get("/", "Cookie: " + "session=x;".repeat(700) + "\r\n"), 404),
                new RequestAttack("a long target", get("/" + "a".repeat(100_000), ""), 414),
                new RequestAttack("a NUL in a field", get("/", "a: \u0000\r\n"), 400),
                new RequestAttack("an unknown version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 501),
                new RequestAttack("no request", "hello\r\n\r\n", 400),
                new RequestAttack("a TLS greeting", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", 400),
                new RequestAttack("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501),
                new RequestAttack("an upgrade to HTTP/2", get("/", """
                        Connection: Upgrade, HTTP2-Settings\r
                        Upgrade: h2c\r
                        HTTP2-Settings: AAMAAABk\r
                        """), 404),
                new RequestAttack("an upgrade to TLS", get("/", "Connection: Upgrade\r\nUpgrade: TLS/1.3\r\n"), 404),
                new RequestAttack("an upgrade without a key", get("/", UPGRADE.replace("-Key", "")), 400),
                new RequestAttack(
                        "an upgrade of nothing", get("/", UPGRADE.replace("Connection: Upgrade\r\n", "")), 400),
                new RequestAttack("an upgrade by POST", get("/", UPGRADE).replace("GET", "POST"), 405),
                new RequestAttack("an upgrade to version 99", get("/", UPGRADE.replace("13", "99")), 426),
                new RequestAttack("an upgrade with a body", get("/", "Content-Length: 10\r\n" + UPGRADE), CUT),
                new RequestAttack("a path upwards", get("/../../../etc/passwd", ""), 404),
                new RequestAttack("a path upwards in escapes", get("/%2e%2e/%2e%2e/etc/passwd", ""), 404),
                new RequestAttack("a path with broken escapes", get("/%zz%", ""), 400),
                new RequestAttack("a path with a NUL", get("/%00/list", ""), 404),
                new RequestAttack("a target with a scheme", get("http://evil.example/list", ""), 404),
                new RequestAttack("a target of another host", get("//evil.example/healthz", ""), 404),
                new RequestAttack("a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
                new RequestAttack("an echo", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 404),
                new RequestAttack(
                        "a thousand requests in one write", get("/x", "").repeat(1_000), 404));
    }

    /** The status of the answer, once the server has closed the connection; the attack runs beside the caller. */
    public CompletableFuture<Integer> begin(int port) {
        return CompletableFuture.supplyAsync(
                () -> {
                    String line = RawClient.statusOf(port, request);
                    return line.isEmpty() ? CUT : Integer.parseInt(line.split(" ", -1)[1]);
                },
                BESIDE);
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
    }

    private static String post(String field, String body) {
        return "POST / HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n" + body;
    }
}
