// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may ask for credentials: bearers of a token of the file, any of them, or everybody when there is no file. */
record Callers(Optional<SecretFile> tokens) {

    private static final String SCHEME = "Bearer ";

    Future<Boolean> mayAsk(Vertx vertx, @Nullable String authorization) {
        return tokens.map(file -> file.read(vertx)
                        .map(accepted -> accepted.stream().anyMatch(token -> matches(SCHEME + token, authorization))))
                .orElseGet(() -> Future.succeededFuture(true));
    }

    /** In a time that does not tell how much of the token was right. */
    private static boolean matches(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
