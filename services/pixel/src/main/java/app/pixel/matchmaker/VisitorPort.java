// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.admission.Admission;
import app.pixel.admission.Lease;
import app.pixel.admission.PlayerIdentity;
import app.pixel.web.HttpRoutes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port that is open to the world: each upgrade is decided by {@link Admission}, and opens a visitor's WebSocket.
 *
 * <p>It does not tell where streamers are. Exceptions are {@link StreamerAddresses} for old stacks, and
 * {@link OperatorList} for operators with a token.
 */
final class VisitorPort {

    /** Takes visitors whose socket is open. */
    interface Visitors {

        /**
         * Takes one visitor.
         *
         * @param lease to be ended when the socket closes
         */
        void arrived(ServerWebSocket socket, Arrival arrival, Lease lease);
    }

    private static final Logger log = LoggerFactory.getLogger(VisitorPort.class);

    private final Vertx vertx;
    private final Admission admission;
    private final SessionTokens tokens;
    private final Visitors visitors;
    private boolean stopping;

    VisitorPort(Vertx vertx, Admission admission, SessionTokens tokens, Visitors visitors) {
        this.vertx = vertx;
        this.admission = admission;
        this.tokens = tokens;
        this.visitors = visitors;
    }

    /** The routes of a server that listens to nothing yet. */
    HttpServer server(HttpServer server, OperatorList list, StreamerAddresses addresses) {
        Router routes = HttpRoutes.router(vertx, "Players connect here with a WebSocket.");
        routes.route("/healthz").handler(request -> request.end("ok\n"));
        list.addTo(routes);
        addresses.addTo(routes);
        return server.requestHandler(HttpRoutes.withSockets(routes, this::upgrade));
    }

    /** From now on every upgrade is refused. */
    void stop() {
        stopping = true;
    }

    private void upgrade(HttpServerRequest request) {
        if (stopping) {
            HttpRoutes.say(request.response(), 503, "The matchmaker stops.");
        } else {
            decide(request);
        }
    }

    private void decide(HttpServerRequest request) {
        Arrival arrival = Arrival.of(request, tokens);
        if (arrival.isNew()) {
            SessionCookie.give(request, tokens.tokenOf(arrival.visitor()));
        }
        request.pause();
        admission.decide(request).onSuccess(decision -> {
            request.resume();
            switch (decision) {
                case Admission.Decision.Refused refused -> admission.answer(request.response(), refused.reason());
                case Admission.Decision.Admitted(Optional<PlayerIdentity> player, Lease lease) ->
                    open(request, player.map(known -> arrival.by(known, tokens)).orElse(arrival), lease);
            }
        });
    }

    /** Browsers give up when none of the protocols that they offer is taken; the name means nothing to us. */
    private void open(HttpServerRequest request, Arrival arrival, Lease lease) {
        Admission.protocolOf(request)
                .ifPresent(protocol -> request.response().putHeader("sec-websocket-protocol", protocol));
        request.toWebSocket()
                .onSuccess(socket -> visitors.arrived(socket, arrival, lease))
                .onFailure(failure -> {
                    lease.end();
                    log.atDebug().setCause(failure).log("no WebSocket came of a request");
                });
    }
}
