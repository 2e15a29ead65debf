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
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer connection options of a new connection: the fixed ones, and on top of them ICE servers of the TURN API for
 * this client. When it does not answer in time or in form, the fixed ones must do. Confined to an event loop.
 */
final class IceServersClient {

    private static final Logger log = LoggerFactory.getLogger(IceServersClient.class);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /**
     * A streamer is told its ICE servers once, when it connects: a second {@code config} crashes Unreal. With them it
     * makes an allocation for every player that comes while its socket is open. So its credentials must outlive that
     * socket. A player's credentials need only outlive a hand-shake.
     *
     * <p>The TURN API gives no more than its {@code --max-ttl}. A streamer that lives longer loses its relays only.
     * Players still reach it directly and through relays of their own. For the same reason a streamer waits with some
     * patience for credentials: a whole platform may come up at once.
     */
    private static final Duration SOURCE_TTL = Duration.ofDays(1);

    private final Vertx vertx;
    private final JsonObject fixed;
    private final @Nullable URI url;
    private final @Nullable String token;
    private final Duration patience;
    private final SmallHttpClient http;
    /** Relays count their quota by client, over all signalling servers: this one's clients are told from others'. */
    private final String server =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private long sources;

    IceServersClient(Vertx vertx, SignallingOptions.Ice options) {
        this.vertx = vertx;
        this.fixed = PeerConnectionOptions.normalised(options.peerConnectionOptions());
        this.url = options.url();
        this.token = options.token();
        this.patience = options.patience();
        this.http = new SmallHttpClient(vertx, TIME_LIMIT);
    }

    /** For a player, who uses them at once. Never fails. The session becomes part of the TURN user name. */
    Future<JsonObject> forPlayer(Optional<String> session, String playerId) {
        return optionsFor(clientParameter(session.orElse(playerId + "." + server)), Duration.ZERO);
    }

    /** For a streamer or an SFU, for as long as the TURN API may give them. Never fails, but may take its time. */
    Future<JsonObject> forSource(String kind) {
        sources++;
        String client = clientParameter(kind + "-" + sources + "." + server);
        return optionsFor(client + "&ttl=" + SOURCE_TTL.toSeconds(), patience);
    }

    private Future<JsonObject> optionsFor(String parameters, Duration patience) {
        if (url == null) {
            return Future.succeededFuture(fixed);
        }
        return ask(request(url, parameters), System.nanoTime() + patience.toNanos())
                .otherwise(failure -> {
                    log.atWarn()
                            .addKeyValue("reason", failure.getMessage())
                            .log("no ICE servers to be had, the fixed ones are used");
                    return fixed;
                });
    }

    /** @param lastTry on the clock of {@link System#nanoTime} */
    private Future<JsonObject> ask(RequestOptions request, long lastTry) {
        return http.fetch(request, null).map(this::withIceServersOf).recover(failure -> {
            boolean again = System.nanoTime() + PAUSE.toNanos() < lastTry;
            return again
                    ? vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS).compose(over -> ask(request, lastTry))
                    : Future.failedFuture(failure);
        });
    }

    Future<Void> close() {
        return http.close();
    }

    private static String clientParameter(String client) {
        return "client=" + URLEncoder.encode(client, StandardCharsets.UTF_8);
    }

    private JsonObject withIceServersOf(Buffer answer) {
        return fixed.copy().mergeIn(PeerConnectionOptions.fromTurnApi(new JsonObject(answer)));
    }

    private RequestOptions request(URI base, String parameters) {
        String separator = base.getRawQuery() == null ? "?" : "&";
        RequestOptions request =
                new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(base + separator + parameters);
        return token == null ? request : request.putHeader("Authorization", "Bearer " + token);
    }
}
