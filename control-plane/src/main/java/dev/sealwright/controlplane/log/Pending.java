package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Leaves without an index: waiting for admission, admitted, or refused. */
final class Pending {
    private Pending() {}

    /** A leaf on its way. */
    record PendingLeaf(UUID id, Bytes leaf) {}

    static void insert(Connection connection, LeafRef ref, Bytes org, Instant now)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (?, ?, ?, 'waiting', ?)")
                .with(ref.id())
                .with(org)
                .with(ref.leaf())
                .with(now)
                .update();
    }

    static List<PendingLeaf> waiting(Connection connection, int limit) throws SQLException {
        return inState(connection, "waiting", limit);
    }

    static List<PendingLeaf> admitted(Connection connection, int limit) throws SQLException {
        return inState(connection, "admitted", limit);
    }

    private static List<PendingLeaf> inState(Connection connection, String state, int limit)
            throws SQLException {
        return together(
                Sql.of(
                                connection,
                                "SELECT id, leaf FROM log_pending WHERE state = ? ORDER BY position LIMIT ?")
                        .with(state)
                        .with(limit)
                        .list(Pending::leaf));
    }

    /** The first of them, as many as one call of the key service takes. */
    private static List<PendingLeaf> together(List<PendingLeaf> leaves) {
        long bytes = 0;
        for (int i = 0; i < leaves.size(); i++) {
            bytes += leaves.get(i).leaf().size();
            if (bytes > KeyService.MAX_BATCH_BYTES) {
                return leaves.subList(0, i);
            }
        }
        return leaves;
    }

    static void admit(Connection connection, List<UUID> ids) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE log_pending SET state = 'admitted' WHERE id = ANY (?) AND state = 'waiting'")
                .withUuids(ids)
                .update();
    }

    static void refuse(Connection connection, UUID id, RefusalCode code, String detail)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE log_pending SET state = 'refused', refusal_code = ?, refusal_detail = ?"
                                + " WHERE id = ? AND state = 'waiting'")
                .with(code.text())
                .with(detail)
                .with(id)
                .update();
    }

    /** Removes leaves that got their index. */
    static int remove(Connection connection, List<UUID> ids) throws SQLException {
        return Sql.of(
                        connection,
                        "DELETE FROM log_pending WHERE id = ANY (?) AND state = 'admitted'")
                .withUuids(ids)
                .update();
    }

    static long depth(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT count(*) AS depth FROM log_pending WHERE state IN ('waiting', 'admitted')")
                .only(row -> row.number("depth"));
    }

    /** Refused, or waiting; empty if the leaf is not here. */
    static Optional<LeafOutcome> outcome(Connection connection, UUID id) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT refusal_code, refusal_detail FROM log_pending WHERE id = ?")
                .with(id)
                .first(Pending::outcome);
    }

    private static LeafOutcome outcome(Row row) throws SQLException {
        Optional<String> code = row.optionalText("refusal_code");
        if (code.isEmpty()) {
            return new LeafOutcome.Waiting();
        }
        RefusalCode refusal =
                RefusalCode.valueOf(code.get().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new LeafOutcome.Refused(refusal, row.optionalText("refusal_detail").orElse(""));
    }

    private static PendingLeaf leaf(Row row) throws SQLException {
        return new PendingLeaf(row.uuid("id"), row.bytes("leaf"));
    }
}
