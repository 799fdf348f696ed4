package dev.sealwright.bench;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Gives a log many leaves at once, and waits until they are under a signed checkpoint. */
final class Drain {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So many that the key service's quota for one of them is not what is measured. */
    private static final int ORGS = 8;

    private final Connection database;
    private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());

    Drain(Connection database) {
        this.database = database;
    }

    /** Leaves under a signed checkpoint. */
    long size() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT signed_size FROM log_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Leaves a second, from the first of so many that are signed to the last: without the pause
     * before the sequencer looks.
     */
    double perSecond(int leaves) throws SQLException, InterruptedException {
        long end = size() + leaves;
        commit(leaves);
        long first = awaited(end - leaves + 1);
        long began = System.nanoTime();
        long last = awaited(end);
        return (last - first) / ((System.nanoTime() - began) / 1e9);
    }

    private long awaited(long leaves) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long now = size();
        while (now < leaves) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the log stands at " + now);
            }
            Thread.sleep(5);
            now = size();
        }
        return now;
    }

    private void commit(int leaves) throws SQLException {
        Instant now = Seconds.truncate(Instant.now());
        database.setAutoCommit(false);
        try (PreparedStatement insert =
                database.prepareStatement(
                        "INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (?, ?, ?, 'waiting', ?)")) {
            for (int i = 0; i < leaves; i++) {
                UUID id = ids.next();
                Bytes org =
                        Bytes.concat(Bytes.fromHex("be0c4be0c4be0c4b"), Bytes.uint64(i / 2 % ORGS));
                insert.setObject(1, id);
                insert.setBytes(2, org.toArray());
                insert.setBytes(
                        3, new Leaf(Uuids.bytes(id), now, org, body(id, i)).encode().toArray());
                insert.setTimestamp(4, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
            database.commit();
        } finally {
            database.setAutoCommit(true);
        }
    }

    /** Half of them of one type, half of another, of which the key service takes as many again. */
    private static LeafBody body(UUID id, int number) {
        Bytes digest = Sha256.of(Uuids.bytes(id));
        return number % 2 == 0
                ? new LeafBody.Event(EventKind.ACCESS_AUTHENTICATED, EventOutcome.SUCCESS, digest)
                : new SecretBody.Unseal(Uuids.bytes(id), 1, digest, digest);
    }
}
