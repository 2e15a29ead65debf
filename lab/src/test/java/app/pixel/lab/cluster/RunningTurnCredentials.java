// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.stream.Collectors.toSet;

import app.pixel.Pixel;
import app.pixel.lab.process.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** turn-credentials as a process, which reaches the API server by its own service account's token alone. */
final class RunningTurnCredentials implements AutoCloseable {

    private static final Pattern RELAY = Pattern.compile("turn:([^:?]+)");

    private final JavaProgram program;
    private final Map<String, Integer> ports;
    private final HttpClient asking = HttpClient.newHttpClient();

    private RunningTurnCredentials(JavaProgram program) {
        this.program = program;
        this.ports = program.ports();
    }

    static RunningTurnCredentials start(LocalCluster cluster, Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef");
        return new RunningTurnCredentials(JavaProgram.start(
                "turn-credentials",
                folder,
                Map.of(
                        "KUBECONFIG",
                        cluster.kubeconfigOf("pixel", "turn-credentials").toString()),
                Map.of(),
                Pixel.class.getName(),
                List.of(
                        "turn-credentials",
                        "--host=127.0.0.1",
                        "--port=0",
                        "--operations-port=0",
                        "--secret-file=" + secret,
                        "--relays-from-nodes=app.pixel/turn=true",
                        "--relay-pods=pixel-turn/app.kubernetes.io/name=coturn")));
    }

    /** Waits until exactly these are what players are sent to; none when it refuses to answer. */
    void await(String... relays) {
        program.process().await(() -> relays().equals(Set.of(relays)));
    }

    Set<String> relays() {
        HttpResponse<String> answer = get("port", "/?client=somebody");
        return answer.statusCode() == 200
                ? RELAY.matcher(answer.body())
                        .results()
                        .map(found -> found.group(1))
                        .collect(toSet())
                : Set.of();
    }

    /** Returns the answer to a relay on that node that asks for its own addresses. */
    String addressesOf(String node) {
        return get("port", "/relays/" + node).body().strip();
    }

    boolean isReady() {
        return get("operations-port", "/readyz").statusCode() == 200;
    }

    private HttpResponse<String> get(String port, String path) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(Objects.requireNonNull(ports.get(port)), path));
        try {
            return asking.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.close();
        asking.close();
    }
}
