// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_port_is_taken_as_long_as_somebody_has_it() throws Exception {
        ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Door door = new Door("--port", "127.0.0.1", somebody.getLocalPort());

        assertThatIllegalStateException()
                .isThrownBy(() -> door.tried(vertx).await(10, SECONDS))
                .withMessage("Port %d is taken by another program; choose another with --port.", door.port());

        somebody.close();
        assertThatCode(() -> door.tried(vertx).await(10, SECONDS)).doesNotThrowAnyException();
        assertThatCode(() -> door.tried(vertx).await(10, SECONDS)).doesNotThrowAnyException();
    }

    @Test
    void an_address_of_another_machine_is_not_called_a_taken_port() {
        Door door = new Door("--streamer-port", "203.0.113.9", 0);

        assertThatIllegalStateException()
                .isThrownBy(() -> door.tried(vertx).await(10, SECONDS))
                .withMessageContaining("cannot be opened on 203.0.113.9")
                .withMessageContaining("--streamer-port and --host");
    }
}
