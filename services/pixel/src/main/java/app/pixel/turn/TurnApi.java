// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.BearerToken;
import app.pixel.web.Operations;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers signalling servers with an {@code RTCConfiguration} for one client: every live relay, and credentials that
 * only this client can use, for a short while.
 *
 * <p>Whatever is asked here is for bearers of the callers' token. {@code GET /?client=ID[&ttl=SECONDS]} issues
 * credentials. {@code GET /relays/NODE} tells a starting relay its node's external addresses, one a line, so that it
 * needs neither a Kubernetes credential nor a stranger's resolver. State: the relays, confined to the event loop.
 */
final class TurnApi extends Service {

    private static final Logger log = LoggerFactory.getLogger(TurnApi.class);
    private static final String NODE_PATH = "/relays/";

    private final TurnApiOptions options;
    private final RelayAddresses addresses;
    private final InstantSource clock;
    private final Operations operations = new Operations(() -> !liveRelays().isEmpty());
    private List<RelayNode> nodes = List.of();

    TurnApi(TurnApiOptions options, RelayAddresses addresses, InstantSource clock) {
        super(options.operations());
        this.options = options;
        this.addresses = addresses;
        this.clock = clock;
        operations.gauge(
                "turn_relay_count",
                "Relays that players are sent to.",
                () -> liveRelays().size());
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
        return vertx.createHttpServer().requestHandler(this::answer);
    }

    private void nodesChanged(List<RelayNode> changed) {
        if (!changed.equals(nodes)) {
            nodes = changed;
            log.atInfo().addKeyValue("relays", liveRelays()).log("relays changed");
        }
    }

    private List<Relay> liveRelays() {
        return nodes.stream()
                .filter(RelayNode::live)
                .flatMap(node -> node.relays().stream())
                .toList();
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            refuse(request, 405, "Only GET is answered here.");
        } else if (request.path().equals("/") || request.path().startsWith(NODE_PATH)) {
            options.callers()
                    .accept(vertx, BearerToken.of(request))
                    .onSuccess(may -> admit(request, may))
                    .onFailure(failure -> fail(request, failure));
        } else {
            refuse(request, 404, "Not here. This port answers /?client=ID and /relays/NODE.");
        }
    }

    private void admit(HttpServerRequest request, boolean may) {
        if (!may) {
            request.response().putHeader("www-authenticate", "Bearer");
            refuse(request, 401, "Only bearers of the callers' token are answered.");
        } else if (request.path().startsWith(NODE_PATH)) {
            tellAddresses(request, request.path().substring(NODE_PATH.length()));
        } else {
            credentialsFor(request);
        }
    }

    private void credentialsFor(HttpServerRequest request) {
        MultiMap asked = parametersOf(request);
        Optional<String> client = only(asked.getAll("client")).filter(TurnCredentials::isClient);
        Optional<Duration> lifetime = options.lifetime().asked(asked.get("ttl"));
        if (client.isEmpty()) {
            refuse(request, 400, "Name one client: ?client= and 1 to 128 letters, digits or any of -._~@ there.");
        } else if (lifetime.isEmpty()) {
            refuse(request, 400, "ttl is a number of seconds, 30 or more.");
        } else if (liveRelays().isEmpty()) {
            refuse(request, 503, "There is no live relay at the moment.");
        } else {
            issue(request, client.get(), lifetime.get());
        }
    }

    private void issue(HttpServerRequest request, String client, Duration lifetime) {
        options.secrets()
                .read(vertx)
                .map(secrets -> TurnCredentials.issue(
                        secrets.getFirst(), client, clock.instant().plus(lifetime)))
                .onSuccess(credentials -> request.response()
                        .putHeader("content-type", "application/json")
                        .putHeader("cache-control", "no-store")
                        .end(options.iceServers()
                                .configuration(liveRelays(), credentials)
                                .encode()))
                .onFailure(failure -> fail(request, failure));
    }

    private void tellAddresses(HttpServerRequest request, String name) {
        List<String> hosts = nodes.stream()
                .filter(node -> node.name().equals(name))
                .flatMap(node -> node.relays().stream())
                .map(Relay::host)
                .toList();
        if (hosts.isEmpty()) {
            refuse(request, 404, "No node of that name has an external address.");
        } else {
            request.response().putHeader("content-type", "text/plain").end(String.join("\n", hosts) + "\n");
        }
    }

    /** The query's parameters; none, if somebody wrote it with broken escapes. */
    private static MultiMap parametersOf(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException malformed) {
            return MultiMap.caseInsensitiveMultiMap();
        }
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static void refuse(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        log.atError().addKeyValue("reason", failure.getMessage()).log("cannot issue credentials");
        refuse(request, 503, "Credentials cannot be issued at the moment.");
    }
}
