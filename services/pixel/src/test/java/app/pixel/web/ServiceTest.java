// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service with one port and two resources, on real sockets. */
class ServiceTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> events = new ArrayList<>();

    /** Notes whether its port was open when each part of it was closed. */
    private final class Noting extends Service {

        private final Operations operations = new Operations(() -> true);

        Noting() {
            super(new OperationsOptions("127.0.0.1", 0));
        }

        @Override
        public Future<?> start() {
            owned("older", this::close);
            owned("newer", this::close);
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.response().end());
            return open("port", 0, server).compose(listening -> open(operations));
        }

        @Override
        protected Future<?> drain() {
            note("drained");
            return Future.failedFuture("some peer does not leave");
        }

        private Future<Void> close(String resource) {
            note(resource);
            return Future.failedFuture("does not close");
        }

        private void note(String event) {
            events.add(event + ", port " + (accepts("port") ? "open" : "closed") + ", operations port "
                    + (accepts("operations-port") ? "open" : "closed"));
        }

        private boolean accepts(String flag) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports().getOrDefault(flag, 0))) {
                return socket.isConnected();
            } catch (IOException refused) {
                return false;
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void ports_are_named_in_the_order_in_which_they_open() throws Exception {
        Noting service = new Noting();
        vertx.deployVerticle(service).await(10, SECONDS);

        assertThat(service.ports().keySet()).containsExactly("port", "operations-port");
        assertThat(service.ports().values()).doesNotContain(0);
    }

    @Test
    void a_stop_closes_ports_before_resources_whatever_fails() throws Exception {
        Noting service = new Noting();
        String deployment = vertx.deployVerticle(service).await(10, SECONDS);

        assertThatThrownBy(() -> vertx.undeploy(deployment).await(10, SECONDS)).hasMessageContaining("does not");

        assertThat(events)
                .containsExactly(
                        "drained, port open, operations port open",
                        "newer, port closed, operations port open",
                        "older, port closed, operations port open");
        assertThat(service.accepts("operations-port")).isFalse();
    }
}
