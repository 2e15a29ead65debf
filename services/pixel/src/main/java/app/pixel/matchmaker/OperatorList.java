// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.PooledStreamer;
import app.pixel.web.BearerToken;
import app.pixel.web.HttpRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /list}: the streamers and their players, for operators who show a bearer token that may read. Without
 * {@link OperatorTokens} there is no such page. Each answer leaves a line in the log that names the operator.
 */
final class OperatorList {

    private static final Logger log = LoggerFactory.getLogger(OperatorList.class);
    private static final String PATH = "/list";

    private final Lobby lobby;
    private final Vertx vertx;
    private final OperatorTokens tokens;

    OperatorList(Vertx vertx, Lobby lobby, OperatorTokens tokens) {
        this.vertx = vertx;
        this.lobby = lobby;
        this.tokens = tokens;
    }

    /** Adds the page, if there is one. */
    void addTo(Router routes) {
        if (!tokens.areNone()) {
            routes.route(PATH).handler(this::checkToken);
            routes.get(PATH).handler(this::answer);
        }
    }

    private void checkToken(RoutingContext request) {
        BearerToken.of(request.request())
                .map(shown -> tokens.find(vertx, shown))
                .orElse(Future.succeededFuture(Optional.empty()))
                .onSuccess(operator -> operator.filter(known -> known.may(OperatorTokens.Scope.read))
                        .ifPresentOrElse(known -> admit(request, known), () -> refuse(request)))
                .onFailure(failure -> {
                    log.atError().addKeyValue("reason", failure.getMessage()).log("cannot read operators' tokens");
                    request.fail(500);
                });
    }

    private static void admit(RoutingContext request, OperatorTokens.Operator operator) {
        log.atInfo()
                .addKeyValue("operator", operator.name())
                .addKeyValue("scope", operator.scope())
                .addKeyValue("method", request.request().method())
                .addKeyValue("path", PATH)
                .log("an operator asked");
        request.next();
    }

    private static void refuse(RoutingContext request) {
        request.response().putHeader("www-authenticate", "Bearer");
        HttpRoutes.say(request.response(), 401, "This page wants a bearer token.");
    }

    private void answer(RoutingContext request) {
        request.response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(streamers().encode());
    }

    private JsonArray streamers() {
        JsonArray list = new JsonArray();
        lobby.state().streamers().stream()
                .sorted(Comparator.comparing(PooledStreamer::id))
                .map(this::describe)
                .forEach(list::add);
        return list;
    }

    private JsonObject describe(PooledStreamer streamer) {
        JsonObject description = new JsonObject()
                .put("streamerId", streamer.id())
                .put("address", streamer.report().address())
                .put("port", streamer.report().port())
                .put("ready", streamer.report().ready())
                .put("clients", streamer.report().clients())
                .put("failures", streamer.failures());
        lobby.state().holderOf(streamer.id()).ifPresent(player -> description.put("playerId", player));
        return description;
    }
}
