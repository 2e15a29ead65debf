// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import app.pixel.player.SiteFiles.Form;
import app.pixel.player.SiteFiles.SiteFile;
import app.pixel.web.Operations;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web server of the page. Everything that it can answer is in memory before it listens, found by its exact name: there
 * is no path to walk out of. State is confined to the verticle's event loop.
 */
final class PlayerSite extends Service {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

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
        return vertx.createHttpServer().requestHandler(this::answer);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        secure(request);
        String path = request.path();
        if (!READING.contains(request.method())) {
            response.putHeader("allow", "GET, HEAD");
            say(response, 405, "This page can only be read (GET or HEAD).");
        } else if (options.prefix().lacksSlash(path)) {
            String query = request.query() == null ? "" : "?" + request.query();
            response.putHeader("location", options.prefix().path() + "/" + query);
            say(response, 308, "The page is at " + options.prefix().path() + "/.");
        } else {
            SiteFile file = find(options.prefix().below(path));
            if (file == null) {
                say(
                        response,
                        404,
                        "Nothing is here. The player is at " + options.prefix().path() + "/.");
            } else {
                send(file, request);
            }
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
                .putHeader("cache-control", file.immutable() ? FOR_EVER : "no-cache")
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

    private static void say(HttpServerResponse response, int status, String sentence) {
        response.setStatusCode(status)
                .putHeader("cache-control", "no-store")
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }
}
