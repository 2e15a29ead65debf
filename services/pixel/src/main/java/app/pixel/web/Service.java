// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One running service: a single verticle instance, whose state is confined to its event loop.
 *
 * <p>A service opens its ports in {@code start()}, one after another, and the operations port last:
 *
 * <pre>{@code
 * public Future<?> start() {
 *     client = owned(vertx.createHttpClient(), HttpClient::close);
 *     return open("port", options.port(), vertx.createHttpServer().requestHandler(routes()))
 *             .compose(listening -> open(operations));
 * }
 * }</pre>
 *
 * <p>{@code start()} completes when every port accepts connections. {@link #stop} closes what was opened or
 * {@link #owned}. A service that has to part from its peers first overrides {@link #drain}.
 */
public abstract class Service extends VerticleBase {

    private final OperationsOptions options;
    private final SequencedMap<String, Integer> ports = new LinkedHashMap<>();
    private final List<Supplier<Future<Void>>> servers = new ArrayList<>();
    private final Deque<Supplier<Future<Void>>> resources = new ArrayDeque<>();
    private Supplier<Future<Void>> operations = Future::succeededFuture;

    protected Service(OperationsOptions options) {
        this.options = options;
    }

    /** The ports this service listens on, by the name of the flag that set them; known once {@code start()} is done. */
    public final SequencedMap<String, Integer> ports() {
        return Collections.unmodifiableSequencedMap(ports);
    }

    /**
     * Opens a port, and closes it when the service stops.
     *
     * @param flag the name under which {@link #ports} shows the port that was bound
     * @param port 0 for any free one
     */
    protected final Future<Void> open(String flag, int port, HttpServer server) {
        servers.add(server::close);
        return bound(flag, server.listen(port, options.host()).map(HttpServer::actualPort));
    }

    /** Likewise, for a protocol that is not HTTP. */
    protected final Future<Void> open(String flag, int port, NetServer server) {
        servers.add(server::close);
        return bound(flag, server.listen(port, options.host()).map(NetServer::actualPort));
    }

    /** Opens the operations port: the last one to open, so that probes find a service that is there. */
    protected final Future<Void> open(Operations opened) {
        operations = opened::close;
        return bound("operations-port", opened.listen(vertx, options.host(), options.operationsPort()));
    }

    /** Closes {@code resource} when the service stops: after the ports, and before every resource that is older. */
    protected final <T> T owned(T resource, Function<? super T, Future<Void>> close) {
        resources.push(() -> close.apply(resource));
        return resource;
    }

    /** Parts from whatever is connected, while every port is still open; {@link #stop} waits for it. */
    protected Future<?> drain() {
        return Future.succeededFuture();
    }

    /**
     * Drains, then closes the ports all at once, then the owned resources from the newest to the oldest, and the
     * operations port last. One that fails to close keeps none of the others open. The caller bounds the time.
     */
    @Override
    public final Future<?> stop() {
        return drain().eventually(
                        () -> Future.join(servers.stream().map(Supplier::get).toList()))
                .eventually(this::closeResources)
                .eventually(() -> operations.get());
    }

    private Future<Void> closeResources() {
        Future<Void> closed = Future.succeededFuture();
        for (Supplier<Future<Void>> resource : resources) {
            closed = closed.eventually(resource);
        }
        return closed;
    }

    private Future<Void> bound(String flag, Future<Integer> port) {
        return port.onSuccess(actual -> ports.put(flag, actual)).mapEmpty();
    }
}
