// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.PooledStreamer;
import app.pixel.web.BearerToken;
import app.pixel.web.HttpRoutes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /list}: the streamers and their players, for operators who show the bearer token. Without a token to
 * compare with there is no such page.
 */
final class OperatorList {

    private static final String PATH = "/list";

    private final Lobby lobby;
    private final byte @Nullable [] token;

    /** @param token null for no such page */
    OperatorList(Lobby lobby, byte @Nullable [] token) {
        this.lobby = lobby;
        this.token = token;
    }

    /** Adds the page, if there is one. */
    void addTo(Router routes) {
        if (token != null) {
            routes.route(PATH).handler(request -> checkToken(request, token));
            routes.get(PATH).handler(this::answer);
        }
    }

    private static void checkToken(RoutingContext request, byte[] token) {
        if (BearerToken.of(request.request()).filter(shown -> shown.is(token)).isPresent()) {
            request.next();
        } else {
            request.response().putHeader("www-authenticate", "Bearer");
            HttpRoutes.say(request.response(), 401, "This page wants a bearer token.");
        }
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
