package dev.sealwright.controlplane.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this replica is the one that sequences now. It prolongs its lease while its rounds
 * succeed; when one fails it lets the lease run out and others try first. For one thread, but for
 * {@link #leads}.
 */
@Singleton
final class Leadership {
    private static final int RENEWALS = 4;
    private static final int LOOKS = 8;

    private final Lease lease;
    private final Duration span;
    private volatile boolean leads;
    private boolean ailing;
    private long heldAt;
    private long notBefore;

    Leadership(Lease lease, LogSettings settings) {
        this.lease = lease;
        this.span = settings.lease();
        this.notBefore = System.nanoTime();
    }

    /** Asks the database when it is time to. */
    boolean claim() {
        long now = System.nanoTime();
        lapse(now);
        if (leads && (ailing || now - heldAt < renewal().toNanos())) {
            return true;
        }
        if (!leads && (now - notBefore < 0 || !lease.isFree())) {
            return false;
        }
        Optional<Long> term = lease.hold(span);
        // Counted from before the question, so that it ends here before it does there.
        heldAt = now;
        leads = term.isPresent();
        return leads;
    }

    /** The last round succeeded. */
    void prospers() {
        ailing = false;
    }

    /** The last round failed. */
    void fails() {
        ailing = leads;
        lapse(System.nanoTime());
    }

    /** A lease that was not prolonged is over, and the next one others may take first. */
    private void lapse(long now) {
        if (leads && ailing && now - heldAt >= span.toNanos()) {
            leads = false;
            ailing = false;
            notBefore = now + renewal().toNanos();
        }
    }

    /** Hands the lease over at once. */
    void resign() {
        if (leads) {
            leads = false;
            lease.release();
        }
    }

    boolean leads() {
        return leads;
    }

    /** How long a leader may rest at most. */
    Duration renewal() {
        return span.dividedBy(RENEWALS);
    }

    /** How often others look whether the lease is free. */
    Duration look() {
        return span.dividedBy(LOOKS);
    }
}
