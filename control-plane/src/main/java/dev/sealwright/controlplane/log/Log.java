package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
    private final Storage storage;
    private final Proposals proposals;
    private final SharedCommits commits;
    private final Receipts receipts;
    private final Awaiting awaiting;
    private final Waiters waiters;
    private final SequencerThread thread;
    private final Genesis genesis;
    private final Standing standing;
    private final Traces traces;
    private final KnownReceipts<Long> included;

    Log(
            Storage storage,
            Proposals proposals,
            SharedCommits commits,
            Receipts receipts,
            Awaiting awaiting,
            Waiters waiters,
            SequencerThread thread,
            Genesis genesis,
            Standing standing,
            Traces traces,
            AnchorsInForce anchors) {
        this.storage = storage;
        this.proposals = proposals;
        this.commits = commits;
        this.receipts = receipts;
        this.awaiting = awaiting;
        this.waiters = waiters;
        this.thread = thread;
        this.genesis = genesis;
        this.standing = standing;
        this.traces = traces;
        this.included = new KnownReceipts<>(anchors::since);
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
        return propose(proposals.fresh(), org, body);
    }

    /**
     * The same under an id that the caller chose, for changes whose statements name it.
     *
     * @param id UUIDv7
     */
    public LeafRef propose(UUID id, Bytes org, LeafBody body) {
        return propose(proposals.of(id, org, time -> body));
    }

    /**
     * The same for a body that depends on the leaf's own time.
     *
     * @param body made from the time, in whole seconds
     */
    public LeafRef propose(Bytes org, Function<Instant, LeafBody> body) {
        return propose(proposals.of(proposals.fresh(), org, body));
    }

    private LeafRef propose(Proposal proposal) {
        LeafRef ref = proposal.ref();
        storage.join(
                connection -> {
                    proposal.insert(connection);
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
        return proposeWith(proposals.fresh(), org, detail, body);
    }

    /** The same under an id that the caller chose. */
    public LeafRef proposeWith(UUID id, Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        return propose(proposals.with(id, org, detail, body));
    }

    /**
     * Makes a leaf that is the whole change, in a transaction that it shares with others like it,
     * and waits until it is released.
     *
     * @param detail JSON, kept beside the log
     * @param body made from the detail's salted digest
     * @throws LeafRefusedException as {@link #await} does
     * @throws LogUnavailableException likewise
     */
    public LeafOutcome.Released logAlone(Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        return logAlone(proposals.fresh(), org, detail, body);
    }

    /** The same under an id that the caller chose. */
    public LeafOutcome.Released logAlone(
            UUID id, Bytes org, Bytes detail, Function<Bytes, LeafBody> body) {
        Proposal proposal = proposals.with(id, org, detail, body);
        commits.commit(proposal);
        return await(proposal.ref());
    }

    /**
     * Makes a leaf that is the whole change and whose body depends on the leaf's own time, and
     * waits until it is released.
     *
     * @param body made from the time, in whole seconds
     * @throws LeafRefusedException as {@link #await} does
     * @throws LogUnavailableException likewise
     */
    public LeafOutcome.Released logAlone(Bytes org, Function<Instant, LeafBody> body) {
        Proposal proposal = proposals.of(proposals.fresh(), org, body);
        commits.commit(proposal);
        return await(proposal.ref());
    }

    /** For a room whose changes of one kind come often, each a row and its leaf. */
    public <T> SharedChanges<T> sharing(RowsBeside<T> rows) {
        return new SharedChanges<>(proposals, commits, rows);
    }

    /**
     * Waits, after the commit, until the leaf is released.
     *
     * @throws LeafRefusedException if the key service refused it; the change never takes effect
     * @throws LogUnavailableException if that takes longer than the deadline, when the change may
     *     still take effect later; or if the database has lost the leaf, when it never does
     */
    public LeafOutcome.Released await(LeafRef ref) {
        return traces.inRequest("log", () -> awaiting.released(ref));
    }

    /**
     * Waits in the same way for a leaf that was proposed before, here or elsewhere. It is waited
     * for first and looked up then, so that it cannot be released unnoticed in between. The receipt
     * of one that was asked for before may be under an older checkpoint.
     */
    public LeafOutcome.Released awaitById(UUID id) {
        return traces.inRequest("log", () -> awaiting.released(id));
    }

    /** What became of a leaf proposed at any time, with a receipt under the latest checkpoint. */
    public LeafOutcome outcome(UUID id) {
        return awaiting.seen(receipts.outcome(id));
    }

    /** The leaf at an index, with a receipt under the latest checkpoint. */
    public Optional<LeafOutcome.Released> at(long index) {
        return receipts.at(index, 0);
    }

    /**
     * The leaf at an index, with a receipt that may be under an older checkpoint: what stands in a
     * log stays there.
     */
    public Optional<LeafOutcome.Released> included(long index) {
        return included.find(index, () -> at(index));
    }

    /** The same under the newest checkpoint that at least so many witnesses cosigned. */
    public Optional<LeafOutcome.Released> at(long index, int witnesses) {
        return receipts.at(index, witnesses);
    }

    /** When the log began, and with it the keys of the ceremony. */
    public Instant begun() {
        return LeafCodec.decode(included(0).orElseThrow().leaf()).time();
    }

    /** The same under the checkpoint of a size, if there is one. */
    public Optional<LeafOutcome.Released> under(long size, long index) {
        return receipts.under(size, index);
    }

    /**
     * The same with a receipt whose checkpoint carries post-quantum signatures, too, if it was
     * signed by such keys: for evidence that is to last.
     */
    public LeafOutcome.Released whole(LeafOutcome.Released released) {
        return new LeafOutcome.Released(
                released.index(), released.leaf(), receipts.whole(released.receipt()));
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
