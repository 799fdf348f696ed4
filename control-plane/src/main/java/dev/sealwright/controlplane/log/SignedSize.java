package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Gathering;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.trace.RequestTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the log is signed, asked of the database once for everybody who wants to know meanwhile.
 * Whoever asks gets at least what any replica had signed when his request came in, and what this
 * process has seen since; outside of a request, what was signed when he asked.
 */
@Singleton
final class SignedSize {
    /** A request that lives long gets an answer that is not older than this. */
    private static final long OLDEST = Duration.ofSeconds(1).toNanos();

    private final Storage storage;
    private final Gathering<Long> asking = new Gathering<>(Integer.MAX_VALUE, this::ask);
    private final AtomicLong seen = new AtomicLong();
    private volatile long askedAt = System.nanoTime() - 2 * OLDEST;

    SignedSize(Storage storage) {
        this.storage = storage;
    }

    /** This process has seen that so many leaves are signed. */
    void atLeast(long size) {
        seen.accumulateAndGet(size, Math::max);
    }

    long now() {
        long present = System.nanoTime();
        long since = Math.max(0, present - RequestTime.ofPresent().orElse(present));
        long from = present - Math.min(since, OLDEST);
        if (askedAt - from < 0) {
            ask(from);
        }
        return seen.get();
    }

    /**
     * Who holds a connection waits for nobody, because the one who asks may be waiting for it. What
     * his transaction sees may be older than his question, so it answers nobody else's.
     */
    private void ask(long from) {
        if (storage.inTransaction()) {
            atLeast(stored());
            return;
        }
        asking.join(from);
    }

    /** Unless it was asked since all of these. */
    private void ask(List<Long> froms) {
        if (froms.stream().anyMatch(from -> askedAt - from < 0)) {
            long at = System.nanoTime();
            atLeast(stored());
            askedAt = at;
        }
    }

    private long stored() {
        return storage.look(
                connection ->
                        Sql.of(connection, "SELECT signed_size FROM log_head WHERE singleton")
                                .first(row -> row.number("signed_size"))
                                .orElse(0L));
    }
}
