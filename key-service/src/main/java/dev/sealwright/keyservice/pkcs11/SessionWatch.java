package dev.sealwright.keyservice.pkcs11;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for calls that take too long, so that no caller has to watch the clock. */
final class SessionWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);

    /** How much longer than its limit, as a part of it, a call may take before it is noticed. */
    private static final int PARTS = 20;

    private static final long SHORTEST_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(100).toNanos();

    private final long pauseNanos;
    private final LongConsumer look;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private SessionWatch(long pauseNanos, LongConsumer look) {
        this.pauseNanos = pauseNanos;
        this.look = look;
    }

    /**
     * @param look is given {@link System#nanoTime}
     */
    static SessionWatch of(Pkcs11Config config, LongConsumer look) {
        long limit = Math.min(config.deadline().toNanos(), config.hangLimit().toNanos());
        return new SessionWatch(Math.clamp(limit / PARTS, SHORTEST_NANOS, LONGEST_NANOS), look);
    }

    void start() {
        Thread _ = Thread.ofPlatform().daemon().name("pkcs11-watch").start(this);
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                lookOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Callers rely on it: whatever happens, it looks again. */
    private void lookOnce() {
        try {
            look.accept(System.nanoTime());
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    /** Where there was no memory to look, there may be none to say so. */
    private static void tell(Throwable failure) {
        try {
            LOG.error("Looking after the calls on the token failed; it goes on.", failure);
        } catch (RuntimeException | Error _) {
            // It looks again all the same.
        }
    }
}
