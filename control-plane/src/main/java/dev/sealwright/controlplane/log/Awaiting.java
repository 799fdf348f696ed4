package dev.sealwright.controlplane.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The wait of a request for its leaf: it is told by who sequences here, and looks for itself now
 * and then, because another replica may have done it.
 */
@Singleton
final class Awaiting {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
    private static final String LOST =
            "the database lost a leaf whose commit it had confirmed, so nothing is sequenced here:"
                    + " find out why (an older copy, a failover, fsync off), restore what is"
                    + " missing, then start the service again";

    private final Receipts receipts;
    private final SignedSize signed;
    private final Waiters waiters;
    private final SequencerThread thread;
    private final LogSettings settings;
    private final KnownReceipts<UUID> known;

    Awaiting(
            Receipts receipts,
            SignedSize signed,
            Waiters waiters,
            SequencerThread thread,
            LogSettings settings,
            AnchorsInForce anchors) {
        this.receipts = receipts;
        this.signed = signed;
        this.waiters = waiters;
        this.thread = thread;
        this.settings = settings;
        this.known = new KnownReceipts<>(anchors::since);
    }

    /** See {@link Log#await}. */
    LeafOutcome.Released released(LeafRef ref) {
        long end = System.nanoTime() + settings.deadline().toNanos();
        Duration poll = settings.poll();
        try {
            while (true) {
                long left = end - System.nanoTime();
                LeafOutcome outcome =
                        await(ref, Duration.ofNanos(Math.min(Math.max(left, 0), poll.toNanos())));
                switch (outcome) {
                    case LeafOutcome.Released released -> {
                        return seen(released);
                    }
                    case LeafOutcome.Refused refused -> throw new LeafRefusedException(refused);
                    case LeafOutcome.Unknown _ -> {
                        thread.lost(LOST);
                        throw unavailable();
                    }
                    case LeafOutcome.Waiting _ -> {
                        if (left <= 0) {
                            throw unavailable();
                        }
                    }
                }
                poll =
                        poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0
                                ? poll.multipliedBy(2)
                                : LONGEST_POLL;
            }
        } finally {
            waiters.remove(ref);
        }
    }

    /** See {@link Log#awaitById}. */
    LeafOutcome.Released released(UUID id) {
        return known.find(id).orElseGet(() -> known.keep(id, awaited(id)));
    }

    private LeafOutcome.Released awaited(UUID id) {
        Optional<LeafRef> here = waiters.find(id);
        if (here.isPresent()) {
            return released(here.get());
        }
        LeafRef ref = waiters.of(id);
        LeafOutcome outcome = receipts.outcome(id);
        return switch (outcome) {
            case LeafOutcome.Released released -> {
                waiters.complete(id, released);
                yield seen(released);
            }
            case LeafOutcome.Refused refused -> {
                waiters.complete(id, refused);
                throw new LeafRefusedException(refused);
            }
            case LeafOutcome.Waiting _, LeafOutcome.Unknown _ -> released(ref);
        };
    }

    /** From now on this process answers from a log that is signed so far. */
    LeafOutcome seen(LeafOutcome outcome) {
        return outcome instanceof LeafOutcome.Released released ? seen(released) : outcome;
    }

    private LeafOutcome.Released seen(LeafOutcome.Released released) {
        signed.atLeast(released.index() + 1);
        return released;
    }

    private LeafOutcome await(LeafRef ref, Duration longest) {
        try {
            return ref.outcome().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return receipts.outcome(ref.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private LogUnavailableException unavailable() {
        return new LogUnavailableException(
                thread.problem().orElse("the log is slow to release the leaf"));
    }
}
