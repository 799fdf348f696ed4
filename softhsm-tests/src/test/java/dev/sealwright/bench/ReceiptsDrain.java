package dev.sealwright.bench;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Leaves a second from their commit to their receipt when many wait, beside the HSM's own rate of
 * Ed25519 signatures: what the log gains over a signature for each.
 */
final class ReceiptsDrain implements Benchmark {
    private static final int LEAVES = 8_000;
    private static final int RUNS = 3;
    private static final double GOAL = 5;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Bytes ORG = Bytes.fromHex("be0c4be0c4be0c4be0c4be0c4be0c4be");
    private static final String LABEL = "drain-limit";

    private final BenchToken token;
    private final Ids ids = new Ids(InstantSource.system(), new SecureRandom());

    ReceiptsDrain(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "receipts-drain";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
        }
        try (RawLimit limit = RawLimit.calls(token, LABEL, "ed25519");
                Connection database = BenchService.running().database()) {
            Rate ours = () -> drained(database);
            ours.warmUp();
            limit.perSecond(ROUND);
            lines.accept(
                    Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND))
                            .line(name(), "receipts/s")
                            .notedBelow(
                                    GOAL,
                                    "a round of at most 1024 leaves is one transaction and two writes of the key service's"
                                            + " own; SQL and their syncs take the time, not the signature"));
        }
    }

    /**
     * From the first leaves that are signed to the last, so without the pause before the sequencer
     * looks.
     */
    private double drained(Connection database) throws SQLException, InterruptedException {
        long end = LogGrowth.now(database).leaves() + LEAVES;
        commit(database);
        LogGrowth first = awaited(database, end - LEAVES + 1);
        long began = System.nanoTime();
        LogGrowth last = awaited(database, end);
        return last.since(first).leaves() / ((System.nanoTime() - began) / 1e9);
    }

    private static LogGrowth awaited(Connection database, long leaves)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        LogGrowth now = LogGrowth.now(database);
        while (now.leaves() < leaves) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the log stands at " + now);
            }
            Thread.sleep(5);
            now = LogGrowth.now(database);
        }
        return now;
    }

    private void commit(Connection database) throws SQLException {
        Instant now = Seconds.truncate(Instant.now());
        database.setAutoCommit(false);
        try (PreparedStatement insert =
                database.prepareStatement(
                        "INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (?, ?, ?, 'waiting', ?)")) {
            for (int i = 0; i < LEAVES; i++) {
                UUID id = ids.next();
                insert.setObject(1, id);
                insert.setBytes(2, ORG.toArray());
                insert.setBytes(3, leaf(id, now).toArray());
                insert.setTimestamp(4, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
            database.commit();
        } finally {
            database.setAutoCommit(true);
        }
    }

    private static Bytes leaf(UUID id, Instant now) {
        LeafBody body =
                new LeafBody.Event(
                        EventKind.ACCESS_AUTHENTICATED,
                        EventOutcome.SUCCESS,
                        Sha256.of(Uuids.bytes(id)));
        return new Leaf(Uuids.bytes(id), now, ORG, body).encode();
    }
}
