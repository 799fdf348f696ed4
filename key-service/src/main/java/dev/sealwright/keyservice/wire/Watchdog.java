package dev.sealwright.keyservice.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a connection unless it is called off in time: streams know no deadlines. */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final CountDownLatch off = new CountDownLatch(1);
    private final Link link;
    private final Duration limit;

    private Watchdog(Link link, Duration limit) {
        this.link = link;
        this.limit = limit;
    }

    static Watchdog over(Link link, Duration limit) {
        Watchdog watchdog = new Watchdog(link, limit);
        Thread.ofVirtual().name("key-service-watchdog").start(watchdog::watch);
        return watchdog;
    }

    private void watch() {
        try {
            if (!off.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                link.close();
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("closing a slow connection", e);
        }
    }

    /** Calls it off. */
    @Override
    public void close() {
        off.countDown();
    }
}
