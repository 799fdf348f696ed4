package dev.sealwright.keyservice.deadline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for calls that take too long, so that no caller has to watch the clock: for a
 * virtual thread that means a timer to be set and taken back for each call.
 */
public final class DeadlineWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWatch.class);

    /** How much longer than its limit, as a part of it, a call may take before it is noticed. */
    private static final int PARTS = 20;

    private static final long SHORTEST_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_NANOS = Duration.ofMillis(100).toNanos();

    private final long pauseNanos;
    private final LongConsumer look;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private DeadlineWatch(long pauseNanos, LongConsumer look) {
        this.pauseNanos = pauseNanos;
        this.look = look;
    }

    /**
     * One that has not begun.
     *
     * @param limit how long the shortest call may take
     * @param look is given {@link System#nanoTime}
     */
    public static DeadlineWatch of(Duration limit, LongConsumer look) {
        return new DeadlineWatch(
                Math.clamp(limit.toNanos() / PARTS, SHORTEST_NANOS, LONGEST_NANOS), look);
    }

    /** Begins to look, on a thread of this name. */
    public void start(String name) {
        Thread _ = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Looks no more, or once more at most. */
    public void stop() {
        stopped.countDown();
    }

    private void run() {
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
            LOG.error("Looking after the calls under way failed; it goes on.", failure);
        } catch (RuntimeException | Error _) {
            // It looks again all the same.
        }
    }
}
