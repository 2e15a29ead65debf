// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import static app.pixel.web.HttpRoutes.say;

import app.pixel.player.SiteFiles.Form;
import app.pixel.player.SiteFiles.SiteFile;
import app.pixel.web.BoundedHttpServer;
import app.pixel.web.HttpRoutes;
import app.pixel.web.Operations;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web server of the page. Every answer is in memory before the port opens, and is found by its exact name: there is
 * no path to walk out of. State is confined to the verticle's event loop.
 */
final class PlayerSite extends Service {

    private static final String ONE_YEAR = "public, max-age=31536000, immutable";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** The whole page on a slow phone. */
    private static final Duration SLOWEST_DOWNLOAD = Duration.ofMinutes(2);

    private final PlayerOptions options;
    private final SiteFile configuration;
    private final Operations operations = new Operations(() -> true);
    private @Nullable SiteFiles files;

    PlayerSite(PlayerOptions options) {
        super(options.operations());
        this.options = options;
        this.configuration = SiteFiles.json(options.policy().configuration().encode());
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(SiteFiles::load)
                .onSuccess(loaded -> files = loaded)
                .compose(loaded -> open("port", options.port(), server()))
                .compose(listening -> open(operations));
    }

    private HttpServer server() {
        Router routes = routes();
        return BoundedHttpServer.create(vertx, BoundedHttpServer.options(), SLOWEST_DOWNLOAD)
                .requestHandler(request -> {
                    secure(request);
                    routes.handle(request);
                });
    }

    private Router routes() {
        PathPrefix prefix = options.prefix();
        Router routes = HttpRoutes.router(vertx, "Nothing is here. The player is at " + prefix.path() + "/.");
        routes.route().handler(this::readOnly).handler(this::addSlash).handler(this::file);
        return routes;
    }

    private void readOnly(RoutingContext request) {
        if (READING.contains(request.request().method())) {
            request.next();
        } else {
            request.response().putHeader("allow", "GET, HEAD");
            say(request.response(), 405, "This page can only be read (GET or HEAD).");
        }
    }

    private void addSlash(RoutingContext request) {
        String query = request.request().query();
        if (options.prefix().lacksSlash(request.request().path())) {
            String page = options.prefix().path() + "/";
            request.response().putHeader("location", query == null ? page : page + "?" + query);
            say(request.response(), 308, "The page is at " + page + ".");
        } else {
            request.next();
        }
    }

    /** Finds a file by its raw name: a path that has to be normalised first is no file of the page. */
    private void file(RoutingContext request) {
        SiteFile file = find(options.prefix().below(request.request().path()));
        if (file == null) {
            request.fail(404);
        } else {
            send(file, request.request());
        }
    }

    private @Nullable SiteFile find(String name) {
        if (name.equals("config.json")) {
            return configuration;
        }
        return files == null ? null : files.byName().get(name.isEmpty() ? "index.html" : name);
    }

    private void secure(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().host();
        request.response()
                .putHeader("content-security-policy", options.policy().contentSecurityPolicy(host))
                .putHeader("permissions-policy", PagePolicy.PERMISSIONS)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-content-type-options", "nosniff");
    }

    private static void send(SiteFile file, HttpServerRequest request) {
        Form form = file.form(request.getHeader("accept-encoding"));
        HttpServerResponse response = request.response()
                .putHeader("cache-control", file.immutable() ? ONE_YEAR : "no-cache")
                .putHeader("etag", form.etag())
                .putHeader("vary", "accept-encoding");
        String known = request.getHeader("if-none-match");
        if (known != null && known.contains(form.etag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", file.type())
                .putHeader("content-length", String.valueOf(form.bytes().length()));
        if (!form.encoding().equals("identity")) {
            response.putHeader("content-encoding", form.encoding());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(form.bytes());
        }
    }
}
