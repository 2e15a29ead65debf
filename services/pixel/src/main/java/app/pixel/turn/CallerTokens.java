// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.BearerToken;
import app.pixel.web.SecretFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The tokens of those who may query the TURN API, read from a file; every caller may when there is no file. */
record CallerTokens(Optional<SecretFile> file) {

    Future<Boolean> accept(Vertx vertx, Optional<BearerToken> shown) {
        return file.map(tokens -> tokens.read(vertx)
                        .map(accepted -> shown.stream()
                                .anyMatch(token -> accepted.stream().anyMatch(token::is))))
                .orElseGet(() -> Future.succeededFuture(true));
    }
}
