package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Notices;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.trace.TraceSettings;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;

/** The log room alone, on real PostgreSQL: one replica. */
final class LogRoom implements AutoCloseable {
    private static final LogSettings PATIENCE =
            new LogSettings(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(20),
                    Duration.ofMillis(20),
                    Duration.ofMillis(400),
                    null);

    private final StorageOn database;
    private final Sequencer sequencer;
    private final SequencerThread thread;
    private final SharedCommits commits;
    private final Log log;
    private final Integrity integrity;

    private LogRoom(
            StorageOn database,
            TestTrust trust,
            KeyService voter,
            SettableClock clock,
            LogSettings settings,
            Executor threads) {
        this.database = database;
        Storage storage = database.storage();
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(clock, random);
        AnchorsInForce anchors = new AnchorsInForce(storage, trust.anchors());
        Waiters waiters = new Waiters();
        Receipts receipts = new Receipts(storage);
        Standing standing = new Standing(storage, voter);
        FirstPlatformKey firstKey = new FirstPlatformKey(Sha256.of(Bytes.utf8("key")));
        Replica replica = new Replica(ids, PATIENCE);
        Signals signals = new Signals(new Notices(storage, database.source()), replica);
        Questions questions = new Questions(storage, voter);
        sequencer =
                new Sequencer(
                        questions,
                        new Batches(storage, PATIENCE),
                        new Intake(storage, questions, waiters),
                        waiters,
                        signals,
                        anchors,
                        threads);
        thread =
                new SequencerThread(
                        sequencer,
                        standing,
                        settings,
                        new Leadership(new Lease(storage, replica), PATIENCE),
                        signals,
                        new Followed(storage, waiters),
                        replica,
                        anchors);
        Traces traces = new Traces(new TraceSettings(null));
        commits = new SharedCommits(storage, waiters, thread, traces);
        log =
                new Log(
                        storage,
                        new Proposals(ids, clock, random),
                        commits,
                        receipts,
                        new Awaiting(
                                receipts,
                                new SignedSize(storage),
                                waiters,
                                thread,
                                settings,
                                anchors),
                        waiters,
                        thread,
                        new Genesis(
                                storage,
                                voter,
                                trust.anchors(),
                                firstKey,
                                new EpochChange(
                                        storage,
                                        trust.anchors(),
                                        firstKey,
                                        trust.epoch(),
                                        clock,
                                        ids),
                                clock,
                                ids),
                        standing,
                        traces,
                        anchors);
        integrity = new Integrity(storage, trust.anchors(), standing);
    }

    /** One that sequences only as it is told to, and nothing beside; the log must have begun. */
    static LogRoom still(
            StorageOn storage, TestTrust trust, KeyService voter, SettableClock clock) {
        return new LogRoom(storage, trust, voter, clock, PATIENCE, Runnable::run);
    }

    static LogRoom open(Postgres database, TestTrust trust, KeyService voter, SettableClock clock) {
        return open(database, trust, voter, clock, PATIENCE);
    }

    static LogRoom open(
            Postgres database,
            TestTrust trust,
            KeyService voter,
            SettableClock clock,
            LogSettings settings) {
        StorageOn storage = StorageOn.open(database);
        LogRoom room =
                new LogRoom(storage, trust, voter, clock, settings, new LogThreads().beside());
        try {
            room.log.start();
            return room;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    Sequencer sequencer() {
        return sequencer;
    }

    SharedCommits commits() {
        return commits;
    }

    Log log() {
        return log;
    }

    Storage storage() {
        return database.storage();
    }

    Integrity integrity() {
        return integrity;
    }

    /** Commits a change with one leaf. */
    LeafRef propose(Bytes org) {
        return storage().write(connection -> happened(log, org));
    }

    /** In the caller's transaction. */
    static LeafRef happened(Log log, Bytes org) {
        return log.record(
                org,
                EventKind.SERVER_STARTED,
                EventOutcome.SUCCESS,
                Bytes.utf8("{\"what\":\"detail\"}"));
    }

    /** The same under an id that the caller chose. */
    static LeafRef happened(Log log, UUID id, Bytes org) {
        return log.proposeWith(
                id,
                org,
                Bytes.utf8("{\"what\":\"detail\"}"),
                digest ->
                        new LeafBody.Event(EventKind.SERVER_STARTED, EventOutcome.SUCCESS, digest));
    }

    /** Loses its database, for good and without a word, as a process does that is killed. */
    void vanish() {
        database.close();
        close();
    }

    @Override
    public void close() {
        try {
            thread.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
