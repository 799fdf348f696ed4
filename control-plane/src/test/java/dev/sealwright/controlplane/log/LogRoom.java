package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.trace.TraceSettings;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.security.SecureRandom;
import java.time.Duration;

/** The log room alone, on real PostgreSQL: one replica. */
final class LogRoom implements AutoCloseable {
    private static final LogSettings PATIENCE =
            new LogSettings(Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMillis(20));

    private final StorageOn database;
    private final SequencerThread thread;
    private final Log log;
    private final Integrity integrity;

    private LogRoom(StorageOn database, TestTrust trust, SoftwareVoter voter, SettableClock clock) {
        this.database = database;
        Storage storage = database.storage();
        SecureRandom random = new SecureRandom();
        Ids ids = new Ids(clock, random);
        Waiters waiters = new Waiters();
        Standing standing = new Standing(storage, voter);
        FirstPlatformKey firstKey = new FirstPlatformKey(Sha256.of(Bytes.utf8("key")));
        thread =
                new SequencerThread(
                        new Sequencer(storage, voter, new Batches(storage), waiters),
                        standing,
                        PATIENCE);
        log =
                new Log(
                        storage,
                        ids,
                        clock,
                        random,
                        new Receipts(storage),
                        waiters,
                        thread,
                        new Genesis(storage, voter, trust.anchors(), firstKey, clock, ids),
                        standing,
                        PATIENCE,
                        new Traces(new TraceSettings(null)));
        integrity = new Integrity(storage, trust.anchors(), standing);
    }

    static LogRoom open(
            Postgres database, TestTrust trust, SoftwareVoter voter, SettableClock clock) {
        StorageOn storage = StorageOn.open(database);
        LogRoom room = new LogRoom(storage, trust, voter, clock);
        try {
            room.log.start();
            return room;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
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

    static LeafBody event() {
        return new LeafBody.Event(
                EventKind.SERVER_STARTED, EventOutcome.SUCCESS, Sha256.of(Bytes.utf8("detail")));
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
