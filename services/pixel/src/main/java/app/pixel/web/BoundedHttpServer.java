// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * HTTP servers whose clients may be slow, broken or hostile. They speak HTTP/1.1 only, compress no WebSocket, and give
 * each connection a {@link RequestDeadline}.
 */
public final class BoundedHttpServer {

    /** Longer than a request's head and body take, where both are small. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long a peer has to answer a close frame before the connection is cut. */
    private static final int FAREWELL_SECONDS = 2;

    private BoundedHttpServer() {}

    /** Options without HTTP/2 by clear text. */
    public static HttpServerOptions options() {
        return new HttpServerOptions().setHttp2ClearTextEnabled(false);
    }

    /**
     * Likewise, for WebSockets without compression.
     *
     * @param largestMessage in bytes
     */
    public static HttpServerOptions options(int largestMessage) {
        return options()
                .setWebSocketClosingTimeout(FAREWELL_SECONDS)
                .setMaxWebSocketFrameSize(largestMessage)
                .setMaxWebSocketMessageSize(largestMessage)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /**
     * A server that listens to nothing yet.
     *
     * @param options of {@link #options}
     * @param patience the time from one request to the next, in which a request and its answer must fit
     */
    public static HttpServer create(Vertx vertx, HttpServerOptions options, Duration patience) {
        return vertx.createHttpServer(options).connectionHandler(connection -> {
            ChannelHandlerContext last = ((HttpServerConnection) connection).channelHandlerContext();
            last.pipeline().addBefore(last.name(), null, new RequestDeadline(patience));
        });
    }
}
