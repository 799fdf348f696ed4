package dev.sealwright.controlplane.record;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes who waits for records to change: at once for what this process wrote, within two seconds
 * for what another replica did.
 */
@Singleton
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long latest;

    Changes(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The number of changes so far. */
    public long now() {
        long changes = ledger.changes();
        announce(changes);
        return changes;
    }

    /** Waits until there were more changes than {@code seen}, or until the time is over. */
    public void await(long seen, Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lockInterruptibly();
        try {
            while (latest <= seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Scheduled(fixedDelay = "2s")
    void look() {
        try {
            now();
        } catch (RuntimeException e) {
            LOG.warn("cannot look for changes of other replicas: {}", e.getMessage());
        }
    }

    private void announce(long changes) {
        lock.lock();
        try {
            if (changes > latest) {
                latest = changes;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
