package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.leaf.SaltedDigest;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The log as other rooms see it: propose a leaf in the transaction of the change, wait for its
 * release after the commit. A change is in effect once its leaf's id stands in the view {@code
 * log_released}, and not before.
 *
 * <p>Whoever gets this bean gets it with its sequencer running and its database checked against the
 * key service.
 */
@Context
public final class Log {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
    private static final String LOST =
            "the database lost a leaf whose commit it had confirmed, so nothing is sequenced here:"
                    + " find out why (an older copy, a failover, fsync off), restore what is"
                    + " missing, then start the service again";

    private final Storage storage;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Receipts receipts;
    private final Waiters waiters;
    private final SequencerThread thread;
    private final Genesis genesis;
    private final Standing standing;
    private final LogSettings settings;
    private final Traces traces;

    Log(
            Storage storage,
            Ids ids,
            InstantSource clock,
            SecureRandom random,
            Receipts receipts,
            Waiters waiters,
            SequencerThread thread,
            Genesis genesis,
            Standing standing,
            LogSettings settings,
            Traces traces) {
        this.storage = storage;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
        this.receipts = receipts;
        this.waiters = waiters;
        this.thread = thread;
        this.genesis = genesis;
        this.standing = standing;
        this.settings = settings;
        this.traces = traces;
    }

    /**
     * Begins the log if there is none, and compares what there is with the key service.
     *
     * @throws DatabaseBehindException if the database is not the log's latest state
     */
    @PostConstruct
    void start() {
        genesis.begin();
        try {
            standing.show();
        } catch (KeyServiceRefusedException e) {
            throw new IllegalStateException(
                    "The key service lost its state and never signs again with this key: "
                            + e.detail(),
                    e);
        }
        standing.check();
        thread.start();
        genesis.unsigned().ifPresent(this::awaitById);
    }

    /**
     * Makes the leaf of a change, final, in the caller's transaction.
     *
     * @param org tag of 16 bytes
     */
    public LeafRef propose(Bytes org, LeafBody body) {
        return propose(ids.next(), org, body);
    }

    /**
     * The same under an id that the caller chose, for changes whose statements name it.
     *
     * @param id UUIDv7
     */
    public LeafRef propose(UUID id, Bytes org, LeafBody body) {
        return propose(id, org, time -> body);
    }

    /**
     * The same for a body that depends on the leaf's own time.
     *
     * @param body made from the time, in whole seconds
     */
    public LeafRef propose(Bytes org, Function<Instant, LeafBody> body) {
        return propose(ids.next(), org, body);
    }

    private LeafRef propose(UUID id, Bytes org, Function<Instant, LeafBody> body) {
        Instant now = Seconds.truncate(clock.instant());
        LeafRef ref = LeafRef.of(id, now, org, body.apply(now));
        storage.join(
                connection -> {
                    Pending.insert(connection, ref, org, now);
                    Actor.note(connection, ref.id());
                    return ref;
                });
        storage.afterCommit(
                () -> {
                    waiters.add(ref);
                    thread.wake();
                });
        return ref;
    }

    /**
     * Records in the caller's transaction that something happened.
     *
     * @param detail JSON, kept beside the log; the leaf holds its salted digest
     */
    public LeafRef record(Bytes org, EventKind kind, EventOutcome outcome, Bytes detail) {
        return proposeWith(org, detail, digest -> new LeafBody.Event(kind, outcome, digest));
    }

    /**
     * Makes a leaf that holds the salted digest of a detail, and keeps the detail beside the log.
     *
     * @param detail JSON
     * @param body made from the digest
     */
    public LeafRef proposeWith(Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        return proposeWith(ids.next(), org, detail, body);
    }

    /** The same under an id that the caller chose. */
    public LeafRef proposeWith(UUID id, Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        byte[] salt = new byte[SaltedDigest.SALT_SIZE];
        random.nextBytes(salt);
        Opening kept = new Opening(Bytes.of(salt), detail);
        LeafRef ref = propose(id, org, body.apply(kept.digest()));
        storage.join(
                connection -> {
                    EventDetail.store(connection, ref.id(), kept);
                    return ref;
                });
        return ref;
    }

    /**
     * Waits, after the commit, until the leaf is released.
     *
     * @throws LeafRefusedException if the key service refused it; the change never takes effect
     * @throws LogUnavailableException if that takes longer than the deadline, when the change may
     *     still take effect later; or if the database has lost the leaf, when it never does
     */
    public LeafOutcome.Released await(LeafRef ref) {
        return traces.inRequest("log", () -> released(ref));
    }

    private LeafOutcome.Released released(LeafRef ref) {
        long end = System.nanoTime() + settings.deadline().toNanos();
        Duration poll = settings.poll();
        try {
            while (true) {
                long left = end - System.nanoTime();
                LeafOutcome outcome =
                        await(ref, Duration.ofNanos(Math.min(Math.max(left, 0), poll.toNanos())));
                switch (outcome) {
                    case LeafOutcome.Released released -> {
                        return released;
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

    /**
     * Waits in the same way for a leaf that was proposed before, here or elsewhere. It is waited
     * for first and looked up then, so that it cannot be released unnoticed in between.
     */
    public LeafOutcome.Released awaitById(UUID id) {
        LeafRef ref = waiters.of(id);
        LeafOutcome outcome = receipts.outcome(id);
        return switch (outcome) {
            case LeafOutcome.Released released -> {
                waiters.complete(id, released);
                yield released;
            }
            case LeafOutcome.Refused refused -> {
                waiters.complete(id, refused);
                throw new LeafRefusedException(refused);
            }
            case LeafOutcome.Waiting _, LeafOutcome.Unknown _ -> await(ref);
        };
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

    /** What became of a leaf proposed at any time, with a receipt under the latest checkpoint. */
    public LeafOutcome outcome(UUID id) {
        return receipts.outcome(id);
    }

    /** The leaf at an index, with a receipt under the latest checkpoint. */
    public Optional<LeafOutcome.Released> at(long index) {
        return receipts.at(index, 0);
    }

    /** The same under the newest checkpoint that at least so many witnesses cosigned. */
    public Optional<LeafOutcome.Released> at(long index, int witnesses) {
        return receipts.at(index, witnesses);
    }

    /** Whether this replica sequences; what happens once happens there. */
    public boolean leads() {
        return thread.leads();
    }

    public LogStatus status() {
        return storage.read(
                connection -> {
                    LogHead head = Heads.read(connection);
                    long pending = Pending.depth(connection) + head.size() - head.signedSize();
                    Lease.State lease = Lease.read(connection);
                    return new LogStatus(
                            head.signedSize(),
                            pending,
                            thread.problem(),
                            thread.replica(),
                            thread.leads(),
                            lease.holder(),
                            lease.term());
                });
    }
}
