package dev.sealwright.controlplane.log;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * From which position on the queue is looked through. What was taken out of it stays in the
 * database's index until that is tidied, for a minute or so, and a look from the very first goes
 * past all of it. A leaf may be committed late, though, behind others that took their positions
 * after it: so the start follows what waits only after a while, and now and then a look begins at
 * the first all the same. Safe for concurrent use.
 */
final class QueueStart {
    static final long FIRST = 0;

    /** So long after it took its position, a leaf may be committed and be found at once. */
    static final Duration LAG = Duration.ofMillis(500);

    /** Within this time, one that was committed even later is found. */
    static final Duration WHOLE = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private long start = FIRST;
    private long next = FIRST;
    private long nextSeen;
    private long highest = FIRST;
    private long lastWhole;

    /**
     * At the first position.
     *
     * @param nanos a clock like {@link System#nanoTime}
     */
    QueueStart(LongSupplier nanos) {
        this.nanos = nanos;
        this.nextSeen = nanos.getAsLong();
        this.lastWhole = nextSeen - WHOLE.toNanos();
    }

    /** The first position of the look that is made now. */
    synchronized long forLook() {
        long now = nanos.getAsLong();
        if (now - lastWhole >= WHOLE.toNanos()) {
            lastWhole = now;
            return FIRST;
        }
        return start;
    }

    /**
     * Learns from a look.
     *
     * @param lowest position of what waits or is about to be stored; {@link Long#MAX_VALUE} if
     *     there is nothing
     * @param last position of these; {@link Long#MIN_VALUE} if there is nothing
     */
    synchronized void found(long lowest, long last) {
        highest = Math.max(highest, last);
        long now = nanos.getAsLong();
        if (now - nextSeen >= LAG.toNanos()) {
            start = next;
            next = Math.min(lowest, highest + 1);
            nextSeen = now;
        }
    }
}
