// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no request begins in time, unless it became a WebSocket.
 *
 * <p>A request begins when its whole head has arrived. So a client that sends nothing, half a head, or a body without
 * end is cut off, however often it sends a byte.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Duration patience;
    private @Nullable Future<?> timer;

    RequestDeadline(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        restart(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (read instanceof HttpRequest) {
            restart(context);
        }
        context.fireChannelRead(read);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void restart(ChannelHandlerContext context) {
        stop();
        timer = context.executor().schedule(() -> over(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private static void over(ChannelHandlerContext context) {
        if (context.pipeline().get(WebSocketFrameDecoder.class) == null) {
            var _ = context.close();
        } else {
            context.pipeline().remove(RequestDeadline.class);
        }
    }
}
