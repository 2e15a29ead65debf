// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import app.pixel.web.BoundedBody;
import app.pixel.web.BoundedHttpServer;
import app.pixel.web.ClientAddress;
import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes operators' requests on to the REST port of one pod: {@code /proxy/ADDRESS:PORT/PATH}.
 *
 * <p>A request is admitted, then routed, then exchanged with the pod. The first step that refuses it throws a
 * {@link Refusal}, which becomes the answer in one place. Bodies are held in memory, within bounds, so that a pod that
 * stalls half-way still leads to a clear answer. State: the exchanges under way, confined to the event loop.
 */
final class PodProxy extends Service {

    private static final Logger log = LoggerFactory.getLogger(PodProxy.class);
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    /** Bounds memory: this many times the two longest bodies. */
    private static final int MOST_EXCHANGES = 32;

    private static final int IDLE_SECONDS = 75;
    private static final int CONNECT_MILLISECONDS = 3_000;

    private final PodProxyOptions options;
    private final Operations operations = new Operations(() -> true);
    private int exchanges;
    private HttpClient client;

    private record Answer(int status, MultiMap headers, Buffer body) {}

    PodProxy(PodProxyOptions options) {
        super(options.operations());
        this.options = options;
        operations.gauge("podproxy_exchanges", "Requests under way to pods.", () -> exchanges);
    }

    @Override
    public Future<?> start() {
        client = owned(
                vertx.createHttpClient(
                        new HttpClientOptions().setConnectTimeout(CONNECT_MILLISECONDS),
                        new PoolOptions().setHttp1MaxSize(MOST_EXCHANGES)),
                HttpClient::close);
        return open("port", options.port(), server()).compose(listening -> open(operations));
    }

    private HttpServer server() {
        return vertx.createHttpServer(BoundedHttpServer.options().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(routes());
    }

    /** One route: {@link Route} reads the raw target, since a router would normalise what only the pod may read. */
    private Router routes() {
        Router routes = HttpRoutes.router(vertx, "Not here. Ask for " + options.prefix() + "/ADDRESS:PORT/PATH.");
        routes.route().handler(routed -> answer(routed.request()));
        return routes;
    }

    private void answer(HttpServerRequest request) {
        request.pause();
        exchanges++;
        refusalOf(request)
                .<Future<Answer>>map(Future::failedFuture)
                .orElseGet(() -> exchange(request))
                .onComplete(done -> exchanges--)
                .onSuccess(answer -> reply(request, answer))
                .onFailure(failure -> refuse(request, refusalFor(failure)));
    }

    private Optional<Refusal> refusalOf(HttpServerRequest request) {
        if (exchanges > MOST_EXCHANGES) {
            return Optional.of(new Refusal(503, "Too many requests are under way; try again."));
        }
        if (!METHODS.contains(request.method())) {
            return Optional.of(new Refusal(405, "Only GET, HEAD, POST, PUT, PATCH and DELETE are passed on."));
        }
        if ("cross-site".equals(request.getHeader("sec-fetch-site"))) {
            return Optional.of(new Refusal(403, "A page of another site may not ask on a user's behalf."));
        }
        return Optional.empty();
    }

    private Future<Answer> exchange(HttpServerRequest request) {
        return switch (Route.of(request.uri(), options.prefix(), options.allowed())) {
            case Route.Nowhere nowhere -> Future.failedFuture(new Refusal(nowhere.status(), nowhere.sentence()));
            case Route.ToPod toPod -> bodyOf(request).compose(body -> ask(toPod, request, body));
        };
    }

    private Future<Buffer> bodyOf(HttpServerRequest request) {
        Refusal tooLong = new Refusal(
                413, "A request's body is at most " + options.bounds().requestBody() + " bytes.");
        return BoundedBody.read(request, options.bounds().requestBody(), tooLong)
                .timeout(options.bounds().exchange().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? new Refusal(408, "The body did not come in time.")
                                : failure));
    }

    private Future<Answer> ask(Route.ToPod toPod, HttpServerRequest request, Buffer body) {
        RequestOptions asked = new RequestOptions()
                .setMethod(request.method())
                .setHost(toPod.pod().host())
                .setPort(toPod.pod().port())
                .setURI(toPod.target())
                .setHeaders(Headers.forPod(request.headers()));
        return client.request(asked)
                .compose(toSend -> toSend.send(body)
                        .compose(this::answerOf)
                        .timeout(options.bounds().exchange().toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> toSend.reset()));
    }

    private Future<Answer> answerOf(HttpClientResponse response) {
        response.pause();
        Refusal tooLong = new Refusal(
                502, "The pod's answer is longer than " + options.bounds().answerBody() + " bytes.");
        return BoundedBody.read(response, options.bounds().answerBody(), tooLong)
                .map(body -> new Answer(response.statusCode(), Headers.fromPod(response.headers()), body));
    }

    private static void reply(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).headers().addAll(answer.headers());
        response.end(answer.body());
    }

    private static Refusal refusalFor(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case TimeoutException late -> new Refusal(504, "The pod did not answer in time.");
            default -> new Refusal(502, "The pod cannot be reached.");
        };
    }

    private void refuse(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        log.atInfo()
                .addKeyValue("remoteAddress", ClientAddress.of(request))
                .addKeyValue("status", refusal.status())
                .addKeyValue("reason", refusal.sentence())
                .log("refused");
        response.setStatusCode(refusal.status())
                .putHeader("content-type", "text/plain; charset=utf-8")
                .putHeader("connection", "close")
                .end(refusal.sentence() + "\n")
                .onComplete(sent -> request.connection().close());
    }
}
