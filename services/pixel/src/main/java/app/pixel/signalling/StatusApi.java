// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state over HTTP on the player port, in the form of Epic's server: {@code /api/status}, {@code /api/streamers} and
 * {@code /api/players}, the last two also with {@code /ID}.
 * Its configuration is not shown, because it holds credentials.
 */
final class StatusApi {

    private final long startedMillis = System.currentTimeMillis();
    private final ConnectedPeers registry;

    StatusApi(ConnectedPeers registry) {
        this.registry = registry;
    }

    void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            respond(request, 405, new JsonObject().put("error", "Only GET is answered here."));
            return;
        }
        Object found = find(request.path());
        if (found == null) {
            respond(request, 404, new JsonObject().put("error", "There is nothing of that name."));
        } else {
            respond(request, 200, found);
        }
    }

    private @Nullable Object find(String path) {
        return switch (path) {
            case "/api/status" -> status();
            case "/api/streamers" ->
                array(registry.streamers().all().stream().map(this::describe).toList());
            case "/api/players" ->
                array(registry.players().all().stream().map(this::describe).toList());
            case String one
            when one.startsWith("/api/streamers/") -> {
                Streamer streamer = registry.streamers().find(lastPart(one));
                yield streamer == null ? null : describe(streamer);
            }
            case String one
            when one.startsWith("/api/players/") -> {
                Player player = registry.players().find(lastPart(one));
                yield player == null ? null : describe(player);
            }
            default -> null;
        };
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

    private static JsonArray array(java.util.List<JsonObject> items) {
        return new JsonArray(items);
    }

    private static String lastPart(String path) {
        try {
            return URLDecoder.decode(
                    path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static void respond(HttpServerRequest request, int status, Object body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(Json.encode(body));
    }
}
