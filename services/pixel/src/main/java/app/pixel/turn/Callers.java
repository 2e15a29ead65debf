// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.BearerToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Who may ask for credentials: bearers of a token of the file, any of them, or everybody when there is no file. */
record Callers(Optional<SecretFile> tokens) {

    Future<Boolean> mayAsk(Vertx vertx, Optional<BearerToken> shown) {
        return tokens.map(file -> file.read(vertx)
                        .map(accepted -> shown.stream()
                                .anyMatch(token -> accepted.stream().anyMatch(token::is))))
                .orElseGet(() -> Future.succeededFuture(true));
    }
}
