// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.matchmaker.lobby.Lobby;
import app.pixel.matchmaker.lobby.LobbyEvent;
import app.pixel.matchmaker.lobby.StreamerReport;
import app.pixel.web.ClientAddress;
import app.pixel.web.RandomName;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Epic's old way for a visitor: to ask over HTTP for the address of a free streamer's signalling server, and to go
 * there without us. It shows addresses of streamers to the whole world and knows no queue, so each part is off until a
 * flag turns it on.
 *
 * <p>A client that has an address is given a while to arrive. No other client gets that streamer meanwhile, by address
 * or by ticket: the hold is an event of the lobby like any other. Tickets that wait come first.
 */
final class StreamerAddresses {

    /**
     * Which parts are on.
     *
     * @param redirects {@code GET /}
     * @param files {@code GET /custom_html/FILE}, a page that the signalling server has
     * @param json {@code GET /signallingserver}
     */
    record Shown(boolean redirects, boolean files, boolean json) {}

    private static final Logger log = LoggerFactory.getLogger(StreamerAddresses.class);
    private static final String FILES = "/custom_html/";
    private static final String JSON = "/signallingserver";
    /** A name in one folder: nothing in it can leave that folder, end the header or start a query. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private final Lobby lobby;
    private final Shown shown;

    StreamerAddresses(Lobby lobby, Shown shown) {
        this.lobby = lobby;
        this.shown = shown;
    }

    /** Adds the parts that are on. A router resolves {@code ..} in a path; a file's name is read before that. */
    void addTo(Router routes) {
        if (shown.redirects()) {
            routes.route("/").handler(request -> whenAsked(request.request(), () -> redirect(request.request(), "")));
        }
        if (shown.json()) {
            routes.route(JSON).handler(request -> {
                request.response().putHeader("access-control-allow-origin", "*");
                whenAsked(request.request(), () -> tell(request.request()));
            });
        }
        if (shown.files()) {
            routes.route().handler(this::answerFile);
        }
    }

    private void answerFile(RoutingContext request) {
        String path = request.request().path();
        if (path.startsWith(FILES)) {
            whenAsked(request.request(), () -> redirectToFile(request.request(), path.substring(FILES.length())));
        } else {
            request.next();
        }
    }

    /** Looking is free: only a real question takes a streamer from the others. */
    private static void whenAsked(HttpServerRequest request, Runnable answering) {
        HttpServerResponse response = request.response().putHeader("cache-control", "no-store");
        if (request.method().equals(HttpMethod.GET)) {
            answering.run();
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            response.putHeader("access-control-allow-methods", "GET")
                    .setStatusCode(204)
                    .end();
        } else {
            response.putHeader("allow", "GET, OPTIONS").setStatusCode(405).end();
        }
    }

    private void redirectToFile(HttpServerRequest request, String file) {
        if (FILE.matcher(file).matches()) {
            redirect(request, FILES.substring(1) + file);
        } else {
            request.response().setStatusCode(400).end("This is not the name of a file.\n");
        }
    }

    private void redirect(HttpServerRequest request, String rest) {
        ask(request, streamer -> {
            if (streamer.isPresent()) {
                String location = "http://" + streamer.get().streamerId() + "/" + rest;
                request.response()
                        .setStatusCode(302)
                        .putHeader("location", location)
                        .end();
            } else {
                request.response()
                        .putHeader("content-type", "text/html; charset=utf-8")
                        .putHeader("content-security-policy", "default-src 'none'")
                        .end(queuePage(lobby.state().demand().streamers()));
            }
        });
    }

    private static String queuePage(int streams) {
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
            <title>Waiting for a stream</title></head>
            <body><h1>All streams are busy</h1>
            <p>There are %d of them. This page looks for a free one every 3 seconds.</p></body></html>
            """.formatted(streams);
    }

    private void tell(HttpServerRequest request) {
        ask(request, streamer -> {
            JsonObject answer = new JsonObject()
                    .put(
                            "signallingServer",
                            streamer.map(StreamerReport::streamerId).orElse(""));
            if (streamer.isEmpty()) {
                answer.put("error", "No signalling servers available");
            }
            request.response().putHeader("content-type", "application/json").end(answer.encode());
        });
    }

    private void ask(HttpServerRequest request, Consumer<Optional<StreamerReport>> answering) {
        String name = RandomName.next();
        Future<Void> asked = lobby.record(new LobbyEvent.AddressAsked(name));
        asked.onSuccess(done -> {
                    Optional<StreamerReport> streamer = lobby.state().handedOutTo(name);
                    log.atInfo()
                            .addKeyValue("remoteAddress", ClientAddress.of(request))
                            .addKeyValue(
                                    "streamerId",
                                    streamer.map(StreamerReport::streamerId).orElse(""))
                            .log("an address was asked for");
                    answering.accept(streamer);
                })
                .onFailure(failure -> {
                    log.atError().setCause(failure).log("the lobby did not take an event");
                    request.response().setStatusCode(503).end("The queue does not work for now.\n");
                });
    }
}
