// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final SocketAddress EDGE = SocketAddress.inetSocketAddress(40_000, "10.244.0.3");

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void the_edge_names_the_client_last() {
        headers.add("X-Forwarded-For", "198.51.100.1, 203.0.113.7");

        assertThat(ClientAddress.of(headers, EDGE)).isEqualTo("203.0.113.7");
    }

    @Test
    void the_last_of_several_lines_counts() {
        headers.add("X-Forwarded-For", "198.51.100.1").add("X-Forwarded-For", "2001:db8::7");

        assertThat(ClientAddress.of(headers, EDGE)).isEqualTo("2001:db8::7");
    }

    @Test
    void a_client_without_an_edge_has_the_address_of_its_connection() {
        assertThat(ClientAddress.of(headers, EDGE)).isEqualTo("10.244.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "203.0.113.7,", "unknown", "203.0.113.7:4000", "0177.0.0.1", "a\",\"level\":\"x"})
    void text_that_is_no_address_is_not_believed(String line) {
        headers.add("X-Forwarded-For", line);

        assertThat(ClientAddress.of(headers, EDGE)).isEqualTo("10.244.0.3");
    }
}
