package dev.sealwright.controlplane.report;

import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A report as it is stored.
 *
 * @param id of its leaf
 * @param org tag; zeros for the whole service
 * @param body what the leaf commits to
 */
record Report(UUID id, Bytes org, Bytes body, String madeBy, Instant madeAt) {
    private static final String RELEASED =
            "SELECT r.leaf_id, r.org, r.body, r.made_by, r.made_at FROM report r"
                    + SignedLog.joined("r.leaf_id")
                    + " WHERE r.org = ?";

    void insert(Connection connection) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO report (leaf_id, org, body, made_by, made_at)"
                                + " VALUES (?, ?, ?, ?, ?)")
                .with(id)
                .with(org)
                .with(body)
                .with(madeBy)
                .with(madeAt)
                .update();
    }

    static Optional<Report> find(Connection connection, Bytes org, UUID id) throws SQLException {
        return Sql.of(connection, RELEASED + " AND r.leaf_id = ?")
                .with(org)
                .with(id)
                .first(Report::read);
    }

    static List<Report> page(Connection connection, Bytes org, Optional<UUID> after, int limit)
            throws SQLException {
        return Sql.of(connection, RELEASED + " AND r.leaf_id > ? ORDER BY r.leaf_id LIMIT ?")
                .with(org)
                .with(after.orElse(new UUID(0, 0)))
                .with(limit)
                .list(Report::read);
    }

    private static Report read(Row row) throws SQLException {
        return new Report(
                row.uuid("leaf_id"),
                row.bytes("org"),
                row.bytes("body"),
                row.text("made_by"),
                row.time("made_at"));
    }
}
