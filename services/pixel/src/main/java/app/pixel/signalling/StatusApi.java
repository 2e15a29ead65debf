// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.HttpRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;

/**
 * The state over HTTP on the player port, in the form of Epic's server: {@code /api/status}, {@code /api/streamers} and
 * {@code /api/players}, the last two also with {@code /ID}.
 * Its configuration is not shown, because it holds credentials.
 */
final class StatusApi {

    private static final String NO_SUCH_NAME = "There is nothing of that name.";

    private final long startedMillis = System.currentTimeMillis();
    private final ConnectedPeers registry;

    StatusApi(ConnectedPeers registry) {
        this.registry = registry;
    }

    /** The routes of requests that ask for no WebSocket. An unknown name and another method get JSON too. */
    Router routes(Vertx vertx) {
        Router routes = HttpRoutes.router(vertx, NO_SUCH_NAME)
                .errorHandler(404, request -> respond(request, 404, error(NO_SUCH_NAME)))
                .errorHandler(405, request -> respond(request, 405, error("Only GET is answered here.")));
        routes.get("/api/status").handler(request -> respond(request, 200, status()));
        routes.get("/api/streamers").handler(request -> respond(request, 200, streamers()));
        routes.get("/api/streamers/:id").handler(this::streamer);
        routes.get("/api/players").handler(request -> respond(request, 200, players()));
        routes.get("/api/players/:id").handler(this::player);
        return routes;
    }

    private void streamer(RoutingContext request) {
        Streamer streamer = registry.streamers().find(request.pathParam("id"));
        if (streamer == null) {
            request.next();
        } else {
            respond(request, 200, describe(streamer));
        }
    }

    private void player(RoutingContext request) {
        Player player = registry.players().find(request.pathParam("id"));
        if (player == null) {
            request.next();
        } else {
            respond(request, 200, describe(player));
        }
    }

    private JsonArray streamers() {
        return array(registry.streamers().all().stream().map(this::describe).toList());
    }

    private JsonArray players() {
        return array(registry.players().all().stream().map(this::describe).toList());
    }

    private JsonObject status() {
        return new JsonObject()
                .put("uptime", System.currentTimeMillis() - startedMillis)
                .put("streamer_count", registry.streamers().all().size())
                .put("player_count", registry.players().all().size())
                .put(
                        "version",
                        Objects.requireNonNullElse(
                                StatusApi.class.getPackage().getImplementationVersion(), "development"));
    }

    private JsonObject describe(Streamer streamer) {
        return new JsonObject()
                .put("streamerId", streamer.streamerId())
                .put("type", streamer.isSfu() ? "SFU" : "Streamer")
                .put("streaming", streamer.isStreaming())
                .put("remoteAddress", streamer.remoteAddress())
                .put(
                        "subscribers",
                        array(registry.subscriptions().playersOf(streamer).stream()
                                .map(this::describe)
                                .toList()));
    }

    private JsonObject describe(Player player) {
        JsonObject description = new JsonObject()
                .put("playerId", player.playerId())
                .put("type", player.isSfu() ? "SFU" : "Player")
                .put("remoteAddress", player.remoteAddress());
        Streamer streamer = registry.subscriptions().streamerOf(player);
        return streamer == null ? description : description.put("subscribedTo", streamer.streamerId());
    }

    private static JsonArray array(List<JsonObject> items) {
        return new JsonArray(items);
    }

    private static JsonObject error(String sentence) {
        return new JsonObject().put("error", sentence);
    }

    private static void respond(RoutingContext request, int status, Object body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(Json.encode(body));
    }
}
