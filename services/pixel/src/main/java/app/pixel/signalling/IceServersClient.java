// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer connection options of a new connection: the fixed ones, and on top of them the ICE servers that the TURN
 * API gives to this client. When it does not answer in time or in form, the fixed ones must do.
 */
final class IceServersClient {

    private static final Logger log = LoggerFactory.getLogger(IceServersClient.class);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);

    private final JsonObject fixed;
    private final @Nullable URI url;
    private final @Nullable String token;
    private final SmallHttpClient http;

    IceServersClient(Vertx vertx, JsonObject fixed, @Nullable URI url, @Nullable String token) {
        this.fixed = PeerConnectionOptions.normalised(fixed);
        this.url = url;
        this.token = token;
        this.http = new SmallHttpClient(vertx, TIME_LIMIT);
    }

    /** Never fails. The name of the client becomes part of its TURN user name. */
    Future<JsonObject> optionsFor(String client) {
        if (url == null) {
            return Future.succeededFuture(fixed);
        }
        return http.fetch(request(url, client), null)
                .map(this::withIceServersOf)
                .otherwise(failure -> {
                    log.atWarn()
                            .addKeyValue("reason", failure.getMessage())
                            .log("no ICE servers to be had, the fixed ones are used");
                    return fixed;
                });
    }

    Future<Void> close() {
        return http.close();
    }

    private JsonObject withIceServersOf(Buffer answer) {
        return fixed.copy().mergeIn(PeerConnectionOptions.fromTurnApi(new JsonObject(answer)));
    }

    private RequestOptions request(URI base, String client) {
        String separator = base.getRawQuery() == null ? "?" : "&";
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(base + separator + "client=" + URLEncoder.encode(client, StandardCharsets.UTF_8));
        return token == null ? request : request.putHeader("Authorization", "Bearer " + token);
    }
}
