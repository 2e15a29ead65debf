// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.Streamer;
import app.pixel.web.BearerToken;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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

    /** Answers a request of ours, and reports whether it was one. */
    boolean answer(HttpServerRequest request) {
        if (token == null || !request.path().equals(PATH)) {
            return false;
        }
        if (BearerToken.of(request).filter(shown -> shown.is(token)).isEmpty()) {
            request.response()
                    .setStatusCode(401)
                    .putHeader("www-authenticate", "Bearer")
                    .end("This page wants a bearer token.\n");
        } else if (!request.method().equals(HttpMethod.GET)) {
            request.response().setStatusCode(405).putHeader("allow", "GET").end();
        } else {
            request.response()
                    .putHeader("content-type", "application/json")
                    .putHeader("cache-control", "no-store")
                    .end(streamers().encode());
        }
        return true;
    }

    private JsonArray streamers() {
        JsonArray list = new JsonArray();
        lobby.state().streamers().stream()
                .sorted(Comparator.comparing(Streamer::id))
                .map(this::describe)
                .forEach(list::add);
        return list;
    }

    private JsonObject describe(Streamer streamer) {
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
