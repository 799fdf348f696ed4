package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The statements on approvals. */
final class ApprovalTable {
    private static final String SELECT =
            "SELECT id, org, leaf_id, type, body, about, policy, salt, requested_by, requested_at,"
                    + " expires_at, signature, ended FROM approval";

    private ApprovalTable() {}

    static void insert(Connection connection, Approval approval) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO approval (id, org, leaf_id, type, body, about, policy, salt,"
                                + " requested_by, requested_at, expires_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(approval.id())
                .with(approval.org())
                .with(approval.leaf())
                .with(approval.type())
                .with(approval.body())
                .with(approval.about())
                .with(approval.policy().map(Approval.Policy::compiled))
                .with(approval.policy().map(Approval.Policy::salt))
                .with(approval.requestedBy())
                .with(approval.requestedAt())
                .with(approval.expiresAt())
                .update();
    }

    static Optional<Approval> find(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE id = ?").with(id).first(ApprovalTable::read);
    }

    /** Locked against other writers until the transaction ends. */
    static Optional<Approval> lock(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE id = ? FOR UPDATE")
                .with(id)
                .first(ApprovalTable::read);
    }

    static Optional<Approval> ofLeaf(Connection connection, UUID leaf) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE leaf_id = ?")
                .with(leaf)
                .first(ApprovalTable::read);
    }

    /** The newest that is not over, for exactly this leaf body. */
    static Optional<Approval> ofBody(Connection connection, Bytes org, Bytes body, Instant now)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT
                                + " WHERE org = ? AND body = ? AND ended IS NULL AND expires_at > ?"
                                + " ORDER BY id DESC LIMIT 1")
                .with(org)
                .with(body)
                .with(now)
                .first(ApprovalTable::read);
    }

    /**
     * @param unsigned those alone that somebody can still sign
     */
    static List<Approval> page(
            Connection connection,
            Bytes org,
            boolean unsigned,
            Instant now,
            Optional<UUID> after,
            int limit)
            throws SQLException {
        String condition =
                unsigned
                        ? " AND signature IS NULL AND ended IS NULL AND expires_at > ?"
                        : " AND (expires_at > ? OR true)";
        return Sql.of(
                        connection,
                        SELECT + " WHERE org = ? AND id > ?" + condition + " ORDER BY id LIMIT ?")
                .with(org)
                .with(after.orElse(new UUID(0, 0)))
                .with(now)
                .with(limit)
                .list(ApprovalTable::read);
    }

    /** Unsigned ones whose time was over, the oldest first. */
    static List<Approval> overdue(Connection connection, Instant now, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT
                                + " WHERE ended IS NULL AND signature IS NULL AND expires_at <= ?"
                                + " ORDER BY expires_at LIMIT ?")
                .with(now)
                .with(limit)
                .list(ApprovalTable::read);
    }

    /** Signed ones whose time is not over. */
    static List<Approval> signed(Connection connection, Instant now, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT
                                + " WHERE ended IS NULL AND signature IS NOT NULL AND expires_at > ?"
                                + " ORDER BY expires_at LIMIT ?")
                .with(now)
                .with(limit)
                .list(ApprovalTable::read);
    }

    static void sign(Connection connection, UUID id, Optional<UUID> signature) throws SQLException {
        Sql.of(connection, "UPDATE approval SET signature = ? WHERE id = ?")
                .with(signature)
                .with(id)
                .update();
    }

    static void end(Connection connection, UUID id, ApprovalState how) throws SQLException {
        Sql.of(connection, "UPDATE approval SET ended = ? WHERE id = ? AND ended IS NULL")
                .with(how.text())
                .with(id)
                .update();
    }

    private static Approval read(Row row) throws SQLException {
        Optional<Bytes> salt = row.optionalBytes("salt");
        return new Approval(
                row.uuid("id"),
                row.bytes("org"),
                row.uuid("leaf_id"),
                row.text("type"),
                row.bytes("body"),
                row.text("about"),
                row.optionalBytes("policy")
                        .flatMap(policy -> salt.map(s -> new Approval.Policy(policy, s))),
                row.text("requested_by"),
                row.time("requested_at"),
                row.time("expires_at"),
                row.optionalUuid("signature"),
                row.optionalText("ended")
                        .map(text -> ApprovalState.valueOf(text.toUpperCase(Locale.ROOT))));
    }
}
