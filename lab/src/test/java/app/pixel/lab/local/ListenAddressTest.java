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

class ListenAddressTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_port_is_taken_as_long_as_taken_has_it() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ListenAddress address = new ListenAddress("--port", "127.0.0.1", taken.getLocalPort());

        assertThatIllegalStateException()
                .isThrownBy(() -> address.tried(vertx).await(10, SECONDS))
                .withMessage("Port %d is taken by another program; choose another with --port.", address.port());

        taken.close();
        assertThatCode(() -> address.tried(vertx).await(10, SECONDS)).doesNotThrowAnyException();
        assertThatCode(() -> address.tried(vertx).await(10, SECONDS)).doesNotThrowAnyException();
    }

    @Test
    void an_address_of_another_machine_is_not_called_a_taken_port() {
        ListenAddress address = new ListenAddress("--streamer-port", "203.0.113.9", 0);

        assertThatIllegalStateException()
                .isThrownBy(() -> address.tried(vertx).await(10, SECONDS))
                .withMessageContaining("cannot be opened on 203.0.113.9")
                .withMessageContaining("--streamer-port and --host");
    }
}
