// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a peer to its {@link ReceiveLimits}, in the channel's pipeline: it counts bytes before the WebSocket decoder
 * and frames behind it.
 *
 * <p>Vert.x hands over whole frames only, and answers pings by itself, however little the peer reads. So bytes that
 * make no frame yet count here, and a ping is passed over while the peer does not read. A peer that broke a limit is
 * not read any more.
 */
final class ReceiveGuard {

    /** Whole frames that one read may bring along with the beginning of another. */
    private static final int ONE_READ = 128 * 1024;

    private final ReceiveLimits limits;
    private final BiConsumer<Integer, String> refuse;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket bytes;
    private boolean relaying;
    private boolean refused;
    private long unfinished;

    private ReceiveGuard(ReceiveLimits limits, BiConsumer<Integer, String> refuse) {
        this.limits = limits;
        this.refuse = refuse;
        this.messages = bucket(limits.messagesPerSecond());
        this.bytes = bucket(limits.bytesPerSecond());
    }

    /**
     * Begins to count; for the event loop of the channel.
     *
     * @param socket the channel's last handler, which gets the frames
     * @param refuse closes the socket with a code and a sentence
     */
    static ReceiveGuard on(ChannelHandlerContext socket, ReceiveLimits limits, BiConsumer<Integer, String> refuse) {
        ReceiveGuard guard = new ReceiveGuard(limits, refuse);
        socket.pipeline().addFirst(guard.new Bytes()).addBefore(socket.name(), null, guard.new Frames());
        return guard;
    }

    /** From now on only bytes count. */
    void relaying() {
        relaying = true;
    }

    private static @Nullable TokenBucket bucket(double perSecond) {
        return perSecond == 0 ? null : new TokenBucket(perSecond, System.nanoTime());
    }

    private static boolean isEmpty(@Nullable TokenBucket bucket, int wanted) {
        return bucket != null && !bucket.take(wanted, System.nanoTime());
    }

    private void refuse(ChannelHandlerContext context, int code, String sentence) {
        refused = true;
        context.channel().config().setAutoRead(false);
        refuse.accept(code, sentence);
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            int length = read instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
            unfinished += length;
            if (!refused && isEmpty(bytes, length)) {
                refuse(context, CloseStatus.POLICY, "You send too many bytes.");
            } else if (!refused && !relaying && unfinished > ONE_READ + (long) limits.largestMessage()) {
                refuse(context, CloseStatus.TOO_BIG, "The message is too big.");
            }
            if (refused) {
                ReferenceCountUtil.release(read);
            } else {
                context.fireChannelRead(read);
            }
        }
    }

    private final class Frames extends ChannelInboundHandlerAdapter {

        /** Bytes of the message whose last frame has not come yet. */
        private long fragments;

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof WebSocketFrame frame) {
                unfinished = 0;
                if (!refused && !relaying) {
                    broken(frame).ifPresent(broken -> refuse(context, broken.code(), broken.reason()));
                }
            }
            boolean pong =
                    read instanceof PingWebSocketFrame && !context.channel().isWritable();
            if (refused || pong) {
                ReferenceCountUtil.release(read);
            } else {
                context.fireChannelRead(read);
            }
        }

        private Optional<CloseStatus> broken(WebSocketFrame frame) {
            if (isEmpty(messages, 1)) {
                return Optional.of(new CloseStatus(CloseStatus.POLICY, "You send too many messages."));
            }
            if (isControl(frame)) {
                return Optional.empty();
            }
            fragments += frame.content().readableBytes();
            boolean tooBig = fragments > limits.largestMessage();
            fragments = frame.isFinalFragment() ? 0 : fragments;
            return tooBig
                    ? Optional.of(new CloseStatus(CloseStatus.TOO_BIG, "The message is too big."))
                    : Optional.empty();
        }

        /** A control frame may come between the frames of a message (RFC 6455, 5.4). */
        private static boolean isControl(WebSocketFrame frame) {
            return frame instanceof PingWebSocketFrame
                    || frame instanceof PongWebSocketFrame
                    || frame instanceof CloseWebSocketFrame;
        }
    }
}
