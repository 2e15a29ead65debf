// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.BearerToken;
import app.pixel.web.HttpRoutes;
import app.pixel.web.SecretFile;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens WebSockets of streamers and SFUs. A request must show a token of the file, if there is one. It comes as
 * {@code Authorization: Bearer}, or as {@code ?token=}: an Unreal application has nothing but its URL.
 */
record StreamerGate(Vertx vertx, Optional<SecretFile> tokens) {

    private static final Logger log = LoggerFactory.getLogger(StreamerGate.class);

    /** Answers a request that is no WebSocket, or shows no token. */
    void answer(HttpServerRequest request, Handler<ServerWebSocket> opened) {
        if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            HttpRoutes.say(request.response(), 426, "This port speaks WebSocket.");
            return;
        }
        try {
            judge(request, BearerToken.all(request), opened);
        } catch (IllegalArgumentException unreadable) {
            HttpRoutes.say(request.response(), 400, "The request cannot be read.");
        }
    }

    private void judge(HttpServerRequest request, List<BearerToken> shown, Handler<ServerWebSocket> opened) {
        request.pause();
        tokens.map(file -> file.read(vertx).map(known -> isOneOf(known, shown)))
                .orElse(Future.succeededFuture(true))
                .onComplete(read -> request.resume())
                .onSuccess(admitted -> admit(request, admitted, opened))
                .onFailure(failure -> {
                    log.atError().addKeyValue("reason", failure.getMessage()).log("cannot read streamers' tokens");
                    HttpRoutes.say(request.response(), 500, "The server failed to answer.");
                });
    }

    private static boolean isOneOf(List<String> known, List<BearerToken> shown) {
        return shown.size() == 1 && known.stream().anyMatch(shown.getFirst()::is);
    }

    private static void admit(HttpServerRequest request, boolean admitted, Handler<ServerWebSocket> opened) {
        if (admitted) {
            request.toWebSocket().onSuccess(opened);
            return;
        }
        log.atWarn()
                .addKeyValue("remoteAddress", request.remoteAddress().hostAddress())
                .log("a streamer without a valid token was refused");
        request.response().putHeader("www-authenticate", "Bearer");
        HttpRoutes.say(request.response(), 401, "A streamer shows a token here, by ?token= or Authorization: Bearer.");
    }
}
