// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyInterceptor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one address that a browser knows. Routes as the cluster's Traefik does: {@code /ws} and {@code /matchmaker/…} to
 * the matchmaker, the latter without its prefix, and everything else to the player page.
 */
final class Edge extends VerticleBase {

    private static final String SOCKET_PATH = "/ws";
    private static final String MATCHMAKER_PREFIX = "/matchmaker";
    /** A player's socket holds a connection for as long as it is open, and Vert.x grants five unless it is told. */
    private static final int MOST_SOCKETS = 10_000;

    private final String host;
    private final int port;
    private final Supplier<SocketAddress> matchmaker;
    private final Supplier<SocketAddress> player;
    private @Nullable HttpClient client;
    private @Nullable HttpServer server;

    Edge(String host, int port, int matchmakerPort, int playerPort) {
        this(
                host,
                port,
                () -> SocketAddress.inetSocketAddress(matchmakerPort, Services.LOOPBACK),
                () -> SocketAddress.inetSocketAddress(playerPort, Services.LOOPBACK));
    }

    /** For a matchmaker and a page that may move; asked for every request. */
    Edge(String host, int port, Supplier<SocketAddress> matchmaker, Supplier<SocketAddress> player) {
        this.host = host;
        this.port = port;
        this.matchmaker = matchmaker;
        this.player = player;
    }

    @Override
    public Future<?> start() {
        HttpClient towards = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MOST_SOCKETS));
        client = towards;
        HttpProxy page = proxy(towards, player);
        HttpProxy socket = proxy(towards, matchmaker);
        HttpProxy prefixed = proxy(towards, matchmaker)
                .addInterceptor(ProxyInterceptor.builder()
                        .removingPathPrefix(MATCHMAKER_PREFIX)
                        .build());
        HttpServer created = vertx.createHttpServer().requestHandler(request -> {
            switch (Target.of(request)) {
                case PAGE -> page.handle(request);
                case SOCKET -> socket.handle(request);
                case MATCHMAKER -> prefixed.handle(request);
            }
        });
        server = created;
        return created.listen(port, host);
    }

    private static HttpProxy proxy(HttpClient towards, Supplier<SocketAddress> origin) {
        return HttpProxy.reverseProxy(towards)
                .origin(OriginRequestProvider.selector(context -> Future.succeededFuture(origin.get())));
    }

    @Override
    public Future<?> stop() {
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        HttpClient towards = client;
        return closed.compose(done -> towards == null ? Future.succeededFuture() : towards.close());
    }

    int actualPort() {
        return server == null ? port : server.actualPort();
    }

    private enum Target {
        PAGE,
        SOCKET,
        MATCHMAKER;

        static Target of(HttpServerRequest request) {
            String path = String.valueOf(request.path());
            if (path.equals(SOCKET_PATH)) {
                return SOCKET;
            }
            return path.equals(MATCHMAKER_PREFIX) || path.startsWith(MATCHMAKER_PREFIX + "/") ? MATCHMAKER : PAGE;
        }
    }
}
