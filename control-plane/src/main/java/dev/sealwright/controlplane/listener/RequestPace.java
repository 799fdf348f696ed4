package dev.sealwright.controlplane.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection whose request arrives too slowly: an idle timeout alone is kept at bay by a
 * byte now and then. Runs on the connection's event loop.
 */
final class RequestPace {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPace.class);

    /** Bytes of a body; larger than those that most routes take at all. */
    private static final long PART = 4L * 1024 * 1024;

    private final Connections connections;
    private final ConnectionLimits limits;
    private Optional<Future<?>> deadline = Optional.empty();
    private boolean arriving;
    private long arrived;

    RequestPace(Connections connections, ConnectionLimits limits) {
        this.connections = connections;
        this.limits = limits;
    }

    /** Around the codec: bytes pass before it, requests behind it. */
    void install(ChannelPipeline pipeline) {
        String codec = pipeline.context(HttpServerCodec.class).name();
        pipeline.addBefore(codec, "request-bytes", new Bytes());
        pipeline.addAfter(codec, "request-pace", new Messages());
    }

    private void within(ChannelHandlerContext context, Duration limit) {
        cancel();
        deadline =
                Optional.of(
                        context.executor()
                                .schedule(
                                        () -> tooSlow(context),
                                        limit.toNanos(),
                                        TimeUnit.NANOSECONDS));
    }

    private static void tooSlow(ChannelHandlerContext context) {
        LOG.debug("a request of {} arrives too slowly", context.channel().remoteAddress());
        ChannelFuture _ = context.close();
    }

    private void cancel() {
        deadline.ifPresent(future -> future.cancel(false));
        deadline = Optional.empty();
    }

    /** Which a client may send after a request (RFC 9112 section 2.2); it begins none. */
    private static boolean isEmptyLine(Object message) {
        return message instanceof ByteBuf bytes
                && bytes.forEachByte(each -> each == '\r' || each == '\n') < 0;
    }

    private void begins(ChannelHandlerContext context) {
        arriving = true;
        connections.busy(context.channel());
        within(context, limits.head());
    }

    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!arriving && !isEmptyLine(message)) {
                begins(context);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            cancel();
            context.fireChannelInactive();
        }
    }

    private final class Messages extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                arriving = true;
                arrived = 0;
                within(context, limits.body());
            }
            if (message instanceof HttpContent content) {
                part(context, content.content().readableBytes());
            }
            if (message instanceof LastHttpContent) {
                arriving = false;
                cancel();
            }
            context.fireChannelRead(message);
        }

        /** A large body gets its time anew for each part that arrived in time. */
        private void part(ChannelHandlerContext context, int bytes) {
            arrived += bytes;
            if (arrived >= PART) {
                arrived -= PART;
                within(context, limits.body());
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !arriving) {
                connections.idle(context.channel());
            }
            ChannelFuture _ = context.write(message, promise);
        }
    }
}
