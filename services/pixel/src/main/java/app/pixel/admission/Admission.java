// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about every public socket before it opens: its origin, its client's rate and budget, the length of the queue,
 * and its token.
 *
 * <p>Cheap checks come first, so that a flood costs no signature. State confined to the event loop that made it.
 */
public final class Admission {

    /** The outcome of {@link #decide}. */
    public sealed interface Decision {

        /**
         * The socket may open.
         *
         * @param player the player that a valid token names; empty without authentication
         * @param lease to be ended when the socket closes, or does not open
         */
        record Admitted(Optional<PlayerIdentity> player, Lease lease) implements Decision {}

        /** The socket may not open. */
        record Refused(RefusalReason reason) implements Decision {}
    }

    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final int RETRY_SECONDS = 5;

    private final Vertx vertx;
    private final AdmissionSettings settings;
    private final IntSupplier waiting;
    private final ArrivalRate arrivals;
    private final AddressBudgets budgets;
    private final Optional<TokenVerifier> verifier;
    private final Map<RefusalReason, Long> refusals = new EnumMap<>(RefusalReason.class);

    /**
     * Makes one that has admitted nothing.
     *
     * @param waiting the length of the queue
     */
    public Admission(Vertx vertx, AdmissionSettings settings, IntSupplier waiting) {
        this.vertx = vertx;
        this.settings = settings;
        this.waiting = waiting;
        this.arrivals = new ArrivalRate(settings.socketsPerSecond());
        this.budgets = new AddressBudgets(settings.streamsPerAddress());
        this.verifier = settings.tokens().map(tokens -> new TokenVerifier(tokens, settings.keyPause()));
    }

    /** Adds the count of refusals by reason. */
    public void register(Operations operations) {
        for (RefusalReason reason : RefusalReason.values()) {
            operations.counter(
                    "matchmaker_refused_sockets",
                    "Public sockets that were refused, by reason.",
                    "reason",
                    reason.label(),
                    () -> refusals.getOrDefault(reason, 0L));
        }
    }

    /**
     * Decides about an upgrade; the future never fails.
     *
     * @throws IllegalArgumentException when the request cannot be read
     */
    public Future<Decision> decide(HttpServerRequest request) {
        SocketRequest shown = SocketRequest.of(request);
        InetAddress client = settings.proxies().clientOf(shown);
        String address = TrustedProxies.budgetKey(client);
        Optional<RefusalReason> refused = refusal(shown, address);
        if (refused.isPresent()) {
            return Future.succeededFuture(refuse(refused.get(), client));
        }
        return verifier.map(tokens -> vertx.executeBlocking(() -> tokens.verify(shown.tokens()), false)
                        .map(outcome -> decided(outcome, address, client))
                        .otherwise(overload -> refuse(RefusalReason.ISSUER_AWAY, client)))
                .orElseGet(() -> Future.succeededFuture(admit(Optional.empty(), address)));
    }

    /** Answers a request that was refused. */
    public void answer(HttpServerResponse response, RefusalReason reason) {
        if (reason.isPassing()) {
            response.putHeader("retry-after", String.valueOf(RETRY_SECONDS));
        }
        if (reason.status() == 401) {
            settings.signInPage().answer(response, reason);
        } else {
            HttpRoutes.say(response, reason.status(), reason.sentence());
        }
    }

    /** The sub-protocol to accept: the first one that is offered and holds no token. */
    public static Optional<String> protocolOf(HttpServerRequest request) {
        return SocketRequest.protocolOf(request);
    }

    private Optional<RefusalReason> refusal(SocketRequest shown, String address) {
        if (!settings.origins().allows(shown)) {
            return Optional.of(RefusalReason.ORIGIN);
        }
        if (!arrivals.admits(address, System.nanoTime())) {
            return Optional.of(RefusalReason.ARRIVAL_RATE);
        }
        if (!budgets.hasRoomFor(address)) {
            return Optional.of(RefusalReason.ADDRESS_BUDGET);
        }
        return settings.maxWaiting() > 0 && waiting.getAsInt() >= settings.maxWaiting()
                ? Optional.of(RefusalReason.QUEUE_FULL)
                : Optional.empty();
    }

    private Decision decided(TokenVerifier.Outcome outcome, String address, InetAddress client) {
        return switch (outcome) {
            case TokenVerifier.Outcome.Valid valid -> admit(Optional.of(valid.player()), address);
            case TokenVerifier.Outcome.Invalid invalid -> refuse(invalid.reason(), client);
        };
    }

    private Decision admit(Optional<PlayerIdentity> player, String address) {
        return new Decision.Admitted(player, budgets.take(address));
    }

    private Decision refuse(RefusalReason reason, InetAddress client) {
        refusals.merge(reason, 1L, Long::sum);
        log.atInfo()
                .addKeyValue("remoteAddress", client.getHostAddress())
                .addKeyValue("reason", reason.label())
                .log("a socket was refused");
        return new Decision.Refused(reason);
    }
}
