// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static app.pixel.web.HttpRoutes.say;

import app.pixel.web.BearerToken;
import app.pixel.web.BoundedHttpServer;
import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers signalling servers with an {@code RTCConfiguration} for one client. It has two of the live relays, by
 * {@link RelayChoice}, and credentials that only this client can use, for a short while.
 *
 * <p>Every route asks for a bearer token of the callers' file. {@code GET /?client=ID[&ttl=SECONDS]} issues
 * credentials. {@code GET /relays/NODE} answers a relay that starts with its node's external addresses, one a line. The
 * relay then needs neither a Kubernetes credential nor a resolver of another party. Such a relay is not live yet, so
 * readiness asks for a known node, and not for a live one. State: the relays, confined to the event loop.
 */
final class TurnApi extends Service {

    private static final Logger log = LoggerFactory.getLogger(TurnApi.class);

    private final TurnApiOptions options;
    private final RelayAddresses addresses;
    private final InstantSource clock;
    private final Operations operations = new Operations(this::knowsARelaysNode);
    private List<RelayNode> nodes = List.of();

    TurnApi(TurnApiOptions options, RelayAddresses addresses, InstantSource clock) {
        super(options.operations());
        this.options = options;
        this.addresses = addresses;
        this.clock = clock;
        operations.gauge(
                "turn_relay_count",
                "Relays that players are sent to.",
                () -> relaysOf(liveNodes()).size());
    }

    @Override
    public Future<?> start() {
        owned(addresses, following -> following.stop(vertx));
        return options.secrets()
                .read(vertx)
                .compose(secrets -> options.callers().accept(vertx, Optional.empty()))
                .compose(tokensAreReadable -> addresses.follow(vertx, this::nodesChanged))
                .compose(following -> open("port", options.port(), server()))
                .compose(listening -> open(operations))
                .onSuccess(ready -> log.atInfo()
                        .addKeyValue("realm", options.realm())
                        .addKeyValue("port", ports().get("port"))
                        .log("issuing TURN credentials"));
    }

    private HttpServer server() {
        return BoundedHttpServer.create(vertx, BoundedHttpServer.options(), BoundedHttpServer.PATIENCE)
                .requestHandler(routes());
    }

    private Router routes() {
        Router routes = HttpRoutes.router(vertx, "Not here. This port answers GET /?client=ID and GET /relays/NODE.");
        routes.get("/").handler(this::checkToken).handler(this::credentials);
        routes.get("/relays/:node").handler(this::checkToken).handler(this::addresses);
        return routes;
    }

    private void nodesChanged(List<RelayNode> changed) {
        if (!changed.equals(nodes)) {
            nodes = changed;
            log.atInfo().addKeyValue("relays", relaysOf(liveNodes())).log("relays changed");
        }
    }

    private boolean knowsARelaysNode() {
        return nodes.stream().anyMatch(node -> !node.relays().isEmpty());
    }

    private List<RelayNode> liveNodes() {
        return nodes.stream()
                .filter(node -> node.live() && !node.relays().isEmpty())
                .toList();
    }

    private static List<Relay> relaysOf(List<RelayNode> some) {
        return some.stream().flatMap(node -> node.relays().stream()).toList();
    }

    private void checkToken(RoutingContext request) {
        options.callers()
                .accept(vertx, BearerToken.of(request.request()))
                .onSuccess(accepted -> {
                    if (accepted) {
                        request.next();
                    } else {
                        request.response().putHeader("www-authenticate", "Bearer");
                        say(request.response(), 401, "Show a bearer token of the callers' file.");
                    }
                })
                .onFailure(failure -> unavailable(request, failure));
    }

    private void credentials(RoutingContext request) {
        Optional<String> client = only(request.queryParam("client")).filter(TurnCredentials::isClient);
        Optional<Duration> lifetime =
                options.lifetime().granted(request.queryParams().get("ttl"));
        if (client.isEmpty()) {
            say(
                    request.response(),
                    400,
                    "Name one client: ?client= and 1 to 128 letters, digits or any of -._~@ there.");
        } else if (lifetime.isEmpty()) {
            say(request.response(), 400, "ttl is a number of seconds, 30 or more.");
        } else if (liveNodes().isEmpty()) {
            say(request.response(), 503, "There is no live relay at the moment.");
        } else {
            issue(request, client.get(), lifetime.get());
        }
    }

    private void issue(RoutingContext request, String client, Duration lifetime) {
        options.secrets()
                .read(vertx)
                .map(secrets -> TurnCredentials.issue(
                        secrets.getFirst(), client, clock.instant().plus(lifetime)))
                .onSuccess(credentials -> request.response()
                        .putHeader("content-type", "application/json")
                        .putHeader("cache-control", "no-store")
                        .end(options.iceServers()
                                .configuration(relaysOf(RelayChoice.of(client, liveNodes())), credentials)
                                .encode()))
                .onFailure(failure -> unavailable(request, failure));
    }

    private void addresses(RoutingContext request) {
        List<String> hosts = nodes.stream()
                .filter(node -> node.name().equals(request.pathParam("node")))
                .flatMap(node -> node.relays().stream())
                .map(Relay::host)
                .toList();
        if (hosts.isEmpty()) {
            say(request.response(), 404, "No node of that name has an external address.");
        } else {
            request.response().putHeader("content-type", "text/plain").end(String.join("\n", hosts) + "\n");
        }
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static void unavailable(RoutingContext request, Throwable failure) {
        log.atError().addKeyValue("reason", failure.getMessage()).log("cannot issue credentials");
        say(request.response(), 503, "Credentials cannot be issued at the moment.");
    }
}
