package dev.sealwright.controlplane.listener;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections. When there are too many, the one that has been idle longest makes room:
 * whoever holds connections open for nothing keeps nobody out.
 */
@Singleton
final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final ConnectionLimits limits;
    private final Set<Channel> all = new HashSet<>();
    private final Set<Channel> idle = new LinkedHashSet<>();

    Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Paced(Optional.empty()));
        return event.getBean();
    }

    /** Puts a pace into each connection's pipeline. */
    private final class Paced implements NettyServerCustomizer {
        private final Optional<Channel> channel;

        Paced(Optional<Channel> channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel made, ChannelRole role) {
            if (role != ChannelRole.CONNECTION) {
                return this;
            }
            opened(made);
            return new Paced(Optional.of(made));
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.ifPresent(
                    built -> new RequestPace(Connections.this, limits).install(built.pipeline()));
        }
    }

    private void opened(Channel channel) {
        Optional<Channel> surplus;
        synchronized (this) {
            all.add(channel);
            idle.add(channel);
            surplus = all.size() > limits.most() ? oldestIdle() : Optional.empty();
        }
        ChannelFuture _ = channel.closeFuture().addListener(_ -> closed(channel));
        surplus.ifPresent(
                each -> {
                    LOG.debug("too many connections; {} makes room", each.remoteAddress());
                    ChannelFuture _ = each.close();
                });
    }

    private Optional<Channel> oldestIdle() {
        Iterator<Channel> oldest = idle.iterator();
        Channel first = oldest.next();
        oldest.remove();
        return Optional.of(first);
    }

    private synchronized void closed(Channel channel) {
        all.remove(channel);
        idle.remove(channel);
    }

    /** A request has begun to arrive. */
    synchronized void busy(Channel channel) {
        idle.remove(channel);
    }

    /** Its answer is given. */
    synchronized void idle(Channel channel) {
        if (all.contains(channel)) {
            idle.add(channel);
        }
    }
}
