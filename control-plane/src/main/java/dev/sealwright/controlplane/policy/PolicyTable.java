package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on compiled policies. */
final class PolicyTable {
    private static final String RELEASED =
            "SELECT p.* FROM policy_version p"
                    + SignedLog.joined("p.leaf_id")
                    + " WHERE p.spec = ?";

    private PolicyTable() {}

    /** Locks the spec's number until the transaction ends, and gives the last one used. */
    static long lockVersion(Connection connection, UUID spec) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO policy_head (spec, version) VALUES (?, 0)"
                                + " ON CONFLICT DO NOTHING")
                .with(spec)
                .update();
        return Sql.of(connection, "SELECT version FROM policy_head WHERE spec = ? FOR UPDATE")
                .with(spec)
                .only(row -> row.number("version"));
    }

    static void insert(Connection connection, StoredPolicy policy) throws SQLException {
        Sql.of(connection, "UPDATE policy_head SET version = ? WHERE spec = ?")
                .with(policy.version())
                .with(policy.spec())
                .update();
        Sql.of(
                        connection,
                        "INSERT INTO policy_version (leaf_id, spec, version, source, policy, salt,"
                                + " issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .with(policy.leafId())
                .with(policy.spec())
                .with(policy.version())
                .with(policy.source())
                .with(policy.policy())
                .with(policy.salt())
                .with(policy.issuedAt())
                .with(policy.expiresAt())
                .update();
    }

    static Optional<StoredPolicy> newest(Connection connection, UUID spec) throws SQLException {
        return Sql.of(connection, RELEASED + " ORDER BY p.version DESC LIMIT 1")
                .with(spec)
                .first(PolicyTable::policy);
    }

    /** The last that was compiled, whether its leaf is in the log or not. */
    static Optional<StoredPolicy> newestDraft(Connection connection, UUID spec)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT * FROM policy_version WHERE spec = ? ORDER BY version DESC LIMIT 1")
                .with(spec)
                .first(PolicyTable::policy);
    }

    /**
     * Released policies beyond a version that still last, the newest {@code limit} of them, in
     * order.
     */
    static List<StoredPolicy> after(
            Connection connection, UUID spec, long version, Instant now, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT * FROM ("
                                + RELEASED
                                + " AND p.version > ? AND p.expires_at > ?"
                                + " ORDER BY p.version DESC LIMIT ?) newest ORDER BY version")
                .with(spec)
                .with(version)
                .with(now)
                .with(limit)
                .list(PolicyTable::policy);
    }

    private static StoredPolicy policy(Row row) throws SQLException {
        return new StoredPolicy(
                row.uuid("leaf_id"),
                row.uuid("spec"),
                row.number("version"),
                row.bytes("source"),
                row.bytes("policy"),
                row.bytes("salt"),
                row.time("issued_at"),
                row.time("expires_at"));
    }
}
