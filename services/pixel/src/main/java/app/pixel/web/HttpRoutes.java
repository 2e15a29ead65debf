// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of every HTTP surface: a router whose failures end in one place, so that no request is left without an
 * answer. Each answer that is not data is one sentence of plain text.
 *
 * <p>A handler that throws has failed. An {@link IllegalArgumentException} is the peer's fault and becomes 400; any
 * other failure is ours, becomes 500 and is logged.
 */
public final class HttpRoutes {

    private static final Logger log = LoggerFactory.getLogger(HttpRoutes.class);
    private static final List<Integer> FAILURES = List.of(400, 404, 405, 413, 500);

    private static final String FAILED = "The server failed to answer.";
    private static final String UNREADABLE = "The request cannot be read.";

    private HttpRoutes() {}

    /**
     * A router without routes.
     *
     * @param notFound the sentence for a path that no route has
     */
    public static Router router(Vertx vertx, String notFound) {
        Router router = Router.router(vertx);
        FAILURES.forEach(status -> router.errorHandler(status, failed -> answer(failed, status, notFound)));
        return router;
    }

    /**
     * A handler of all requests of a server: those for a WebSocket go to {@code sockets}, the others to the routes. A
     * router would hand on a wrapped request, whose WebSocket hides its connection.
     */
    public static Handler<HttpServerRequest> withSockets(Router routes, Handler<HttpServerRequest> sockets) {
        return request -> {
            if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
                routes.handle(request);
                return;
            }
            try {
                sockets.handle(request);
            } catch (IllegalArgumentException unreadable) {
                say(request.response(), 400, UNREADABLE);
            } catch (RuntimeException failure) {
                log.atError().setCause(failure).log("could not answer a request for a WebSocket");
                say(request.response(), 500, FAILED);
            }
        };
    }

    /** Answers with one sentence, and with {@code no-store}: the next answer may differ. */
    public static void say(HttpServerResponse response, int status, String sentence) {
        response.setStatusCode(status)
                .putHeader("cache-control", "no-store")
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }

    private static void answer(RoutingContext failed, int declared, String notFound) {
        HttpServerResponse response = failed.response();
        int status = failed.failure() instanceof IllegalArgumentException ? 400 : declared;
        if (status == 500) {
            log.atError()
                    .addKeyValue("path", failed.request().path())
                    .setCause(failed.failure())
                    .log("could not answer a request");
        }
        if (response.headWritten()) {
            response.reset();
        } else {
            say(response, status, sentence(failed, status, notFound));
        }
    }

    private static String sentence(RoutingContext failed, int status, String notFound) {
        return switch (status) {
            case 400 -> UNREADABLE;
            case 404 -> notFound;
            case 405 -> failed.request().method() + " is not answered here.";
            case 413 -> "The request's body is too long.";
            default -> FAILED;
        };
    }
}
