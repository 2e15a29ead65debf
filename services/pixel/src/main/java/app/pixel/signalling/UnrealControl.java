// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of players to the application's REST interface. Only actions that the operator listed are made, letter by
 * letter, so that a player cannot reach any other path of it.
 */
final class UnrealControl {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final @Nullable URI url;
    private final Set<String> actions;
    private final SmallHttpClient http;

    UnrealControl(Vertx vertx, SignallingOptions.ControlCalls options) {
        this.url = options.url();
        this.actions = options.actions();
        this.http = new SmallHttpClient(vertx, TIME_LIMIT);
    }

    /** Never fails: what goes wrong is the answer. */
    Future<ServerMessage> call(FromPlayer.Control call) {
        if (url == null || !actions.contains(call.action())) {
            return Future.succeededFuture(
                    new ServerMessage.FailedResponse(call.action(), "This action is not allowed here."));
        }
        Object payload = call.payload();
        RequestOptions request = new RequestOptions()
                .setMethod(payload == null ? HttpMethod.GET : HttpMethod.POST)
                .setAbsoluteURI(under(url, call.action()));
        if (payload != null) {
            request.putHeader("Content-Type", "application/json");
        }
        return http.fetch(request, payload == null ? null : Json.encodeToBuffer(payload))
                .<ServerMessage>map(body -> new ServerMessage.Response(call.action(), value(body)))
                .otherwise(
                        failure -> new ServerMessage.FailedResponse(call.action(), "The application did not do it."));
    }

    Future<Void> close() {
        return http.close();
    }

    private static String under(URI base, String action) {
        String root = base.toString();
        return (root.endsWith("/") ? root : root + "/") + (action.startsWith("/") ? action.substring(1) : action);
    }

    /** JSON as JSON, anything else as text. */
    private static @Nullable Object value(Buffer body) {
        try {
            return body.length() == 0 ? null : Json.decodeValue(body);
        } catch (DecodeException notJson) {
            return body.toString();
        }
    }
}
