// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the application's REST interface. Players make only those that the operator listed, letter by letter. So
 * they cannot reach any other path of it.
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
        return fetch(url, call.action(), call.payload())
                .<ServerMessage>map(body -> new ServerMessage.Response(call.action(), value(body)))
                .otherwise(
                        failure -> new ServerMessage.FailedResponse(call.action(), "The application did not do it."));
    }

    /** The operator's own call, which the list for players does not bound. Fails where the application refuses. */
    Future<Void> perform(String action) {
        return fetch(Objects.requireNonNull(url), action, new JsonObject()).mapEmpty();
    }

    private Future<Buffer> fetch(URI base, String action, @Nullable Object payload) {
        RequestOptions request = new RequestOptions()
                .setMethod(payload == null ? HttpMethod.GET : HttpMethod.POST)
                .setAbsoluteURI(under(base, action));
        if (payload != null) {
            request.putHeader("Content-Type", "application/json");
        }
        return http.fetch(request, payload == null ? null : Json.encodeToBuffer(payload));
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
