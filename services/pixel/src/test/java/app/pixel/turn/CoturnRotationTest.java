// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One secret follows the other, in the order that infra/README tells. The real credentials service and the real coturn
 * follow one file, while clients come all the time.
 */
@SuppressWarnings("NullAway.Init")
@Tag("slow")
@Timeout(90)
class CoturnRotationTest {

    private static final String OLD = "the-secret-of-yesterday";
    private static final String NEW = "the-secret-of-tomorrow";
    private static final int UNAUTHORIZED = 401;

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    private Coturn coturn;
    private Service api;

    @BeforeEach
    void start() throws Exception {
        Coturn.require();
        coturn = Coturn.start(folder, List.of(OLD), Map.of());
        api = Pixel.parse(Map.of(), new String[] {
                    "turn-credentials",
                    "--host=127.0.0.1",
                    "--port=0",
                    "--operations-port=0",
                    "--relays=127.0.0.1",
                    "--secret-file=" + coturn.secretFile()
                })
                .service();
        vertx.deployVerticle(api).await(10, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        if (coturn != null) {
            coturn.close();
        }
        vertx.close().await(10, SECONDS);
    }

    @Test
    void nobody_is_refused_while_one_secret_follows_the_other() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger admitted = new AtomicInteger();
        CompletableFuture<Void> visitors = CompletableFuture.runAsync(() -> comeUntil(over, admitted));
        try (TurnClient early = coturn.client(issued("early"))) {
            assertThat(early.allocate().error()).isZero();
            TurnCredentials ofYesterday = issued("late");

            publish(OLD, NEW);
            await(NEW, 0);
            publish(NEW, OLD);
            awaitSignature(NEW);
            assertThat(errorOf(ofYesterday)).isZero();

            publish(NEW);
            await(OLD, UNAUTHORIZED);
            assertThat(early.refresh().error()).isZero();
            int before = admitted.get();
            while (admitted.get() < before + 10 && !visitors.isDone()) {
                Thread.onSpinWait();
            }
        } finally {
            over.set(true);
        }
        visitors.get(20, SECONDS);
        assertThat(admitted.get()).isGreaterThan(20);
    }

    @Test
    void a_file_that_makes_no_sense_changes_nothing() throws Exception {
        publish("it's-none-of-coturns-secrets");
        while (!coturn.log().contains("characters that do not belong there")) {
            Thread.onSpinWait();
        }

        assertThat(errorOf(Coturn.credentials(OLD, "p"))).isZero();
    }

    /** Fails at the first refusal. */
    private void comeUntil(AtomicBoolean over, AtomicInteger admitted) {
        try {
            while (!over.get()) {
                TurnCredentials visitor = issued("visitor-" + admitted.get());
                assertThat(errorOf(visitor)).as(visitor.toString()).isZero();
                admitted.incrementAndGet();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** As the kubelet changes a mounted Secret: the whole file at once. */
    private void publish(String... secrets) throws Exception {
        Path next = Files.write(folder.resolve("next"), List.of(secrets));
        Files.move(next, coturn.secretFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void await(String secret, int error) throws Exception {
        while (errorOf(Coturn.credentials(secret, "probe")) != error) {
            Thread.onSpinWait();
        }
    }

    private void awaitSignature(String secret) throws Exception {
        TurnCredentials issued = issued("probe");
        while (!issued.equals(signed(issued, secret))) {
            issued = issued("probe");
        }
    }

    private static TurnCredentials signed(TurnCredentials credentials, String secret) {
        String[] parts = credentials.username().split(":", 2);
        return TurnCredentials.issue(secret, parts[1], java.time.Instant.ofEpochSecond(Long.parseLong(parts[0])));
    }

    private TurnCredentials issued(String client) throws Exception {
        String answer =
                RawHttp.ask(api.ports().getOrDefault("port", -1), "GET /?client=" + client + " HTTP/1.1", "host: x");
        JsonObject server = new JsonObject(answer.substring(answer.indexOf('{')))
                .getJsonArray("iceServers")
                .getJsonObject(0);
        return new TurnCredentials(server.getString("username"), server.getString("credential"));
    }

    private int errorOf(TurnCredentials credentials) throws Exception {
        try (TurnClient client = coturn.client(credentials)) {
            int error = client.allocate().error();
            if (error == 0) {
                client.release();
            }
            return error;
        }
    }
}
