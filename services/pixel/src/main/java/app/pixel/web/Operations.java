// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations port of a service. It has {@code /healthz} (the event loop answers), {@code /readyz} (200 or 503),
 * {@code /metrics} (all metrics, for Prometheus) and {@code /custom} (only the product's own gauges). Dashboards and
 * autoscaling rely on the names of those.
 *
 * <p>Gauges are read when they are scraped, on the owning service's event loop, so they need no locks. Create this
 * object and call {@link #listen} on that event loop.
 */
public final class Operations {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry product = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusMeterRegistry process = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Micrometer refers to what it counts weakly. */
    private final List<Supplier<Number>> counts = new ArrayList<>();

    private final BooleanSupplier ready;
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private @Nullable HttpServer server;

    public Operations(BooleanSupplier ready) {
        this.ready = ready;
        new JvmMemoryMetrics().bindTo(process);
        new ProcessorMetrics().bindTo(process);
        garbageCollection.bindTo(process);
    }

    /** Adds one of the product's gauges under exactly this name. */
    public Operations gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(product);
        return this;
    }

    /**
     * Adds a counter of the product's with one label; call it once for each value of a closed set.
     *
     * @param name without the ending {@code _total}, which Prometheus adds
     */
    public Operations counter(String name, String help, String label, String value, Supplier<Number> count) {
        counts.add(count);
        FunctionCounter.builder(name, count, read -> read.get().doubleValue())
                .description(help)
                .tag(label, value)
                .register(product);
        return this;
    }

    /** The port that was bound, once the server accepts connections. */
    public Future<Integer> listen(Vertx vertx, String host, int port) {
        HttpServer created = vertx.createHttpServer().requestHandler(routes(vertx));
        server = created;
        return created.listen(port, host).map(HttpServer::actualPort);
    }

    public Future<Void> close() {
        garbageCollection.close();
        return server == null ? Future.succeededFuture() : server.close();
    }

    private Router routes(Vertx vertx) {
        Router routes =
                HttpRoutes.router(vertx, "Not here. This port answers /healthz, /readyz, /metrics and /custom.");
        routes.route("/healthz").handler(request -> request.end("ok\n"));
        routes.route("/readyz").handler(this::readiness);
        routes.route("/metrics").handler(request -> scrape(request, product.scrape() + process.scrape()));
        routes.route("/custom").handler(request -> scrape(request, product.scrape()));
        return routes;
    }

    private void readiness(RoutingContext request) {
        boolean isReady = ready.getAsBoolean();
        request.response().setStatusCode(isReady ? 200 : 503);
        request.end(isReady ? "ready\n" : "not ready\n");
    }

    private static void scrape(RoutingContext request, String text) {
        request.response().putHeader("content-type", PROMETHEUS_TEXT);
        request.end(text);
    }
}
