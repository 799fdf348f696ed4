package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.host.Heartbeats.Heartbeat;
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
import java.util.function.Consumer;

/** The statements on hosts and their keys. */
final class HostTable {
    private static final String SELECT =
            "SELECT h.sandbox, h.org, h.spec, h.spec_name, h.bootstrap, h.enrolment_leaf, h.enrolled_at,"
                    + " h.certificate_expires, h.activation_leaf, h.last_seen_at, h.policy_version, h.agent,"
                    + " h.quarantined_at, h.revoked_at, h.revocation_leaf FROM host h"
                    + SignedLog.joined("h.enrolment_leaf");

    private HostTable() {}

    static void insert(Connection connection, Host host) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO host (sandbox, org, spec, spec_name, bootstrap, enrolment_leaf, enrolled_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .with(host.sandbox())
                .with(host.org())
                .with(host.spec())
                .with(host.specName())
                .with(host.bootstrap())
                .with(host.enrolmentLeaf())
                .with(host.enrolledAt())
                .update();
    }

    static void delete(Connection connection, UUID sandbox) throws SQLException {
        Sql.of(connection, "DELETE FROM host_key WHERE sandbox = ?").with(sandbox).update();
        Sql.of(connection, "DELETE FROM host WHERE sandbox = ?").with(sandbox).update();
    }

    static void addKey(Connection connection, UUID sandbox, Bytes spki) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO host_key (spki, sandbox) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .with(spki)
                .with(sandbox)
                .update();
    }

    static boolean hasKey(Connection connection, UUID sandbox, Bytes spki) throws SQLException {
        return Sql.of(connection, "SELECT 1 AS one FROM host_key WHERE spki = ? AND sandbox = ?")
                .with(spki)
                .with(sandbox)
                .first(row -> row.number("one"))
                .isPresent();
    }

    static List<UUID> withKey(Connection connection, Bytes spki) throws SQLException {
        return Sql.of(connection, "SELECT sandbox FROM host_key WHERE spki = ?")
                .with(spki)
                .list(row -> row.uuid("sandbox"));
    }

    static Optional<Host> find(Connection connection, UUID sandbox) throws SQLException {
        return Sql.of(connection, SELECT + " WHERE h.sandbox = ?")
                .with(sandbox)
                .first(HostTable::read);
    }

    static List<Host> page(Connection connection, Bytes org, Optional<UUID> after, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SELECT + " WHERE h.org = ? AND h.sandbox > ? ORDER BY h.sandbox LIMIT ?")
                .with(org)
                .with(after.orElse(new UUID(0, 0)))
                .with(limit)
                .list(HostTable::read);
    }

    static void each(Connection connection, Bytes org, Consumer<Host> consumer)
            throws SQLException {
        Sql.of(connection, SELECT + " WHERE h.org = ?")
                .with(org)
                .each(row -> consumer.accept(read(row)));
    }

    static void certified(Connection connection, UUID sandbox, Instant expires)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE host SET certificate_expires = greatest(coalesce(certificate_expires, ?), ?)"
                                + " WHERE sandbox = ?")
                .with(expires)
                .with(expires)
                .with(sandbox)
                .update();
    }

    /** One statement for all of them; each host is there once. */
    static void seen(Connection connection, List<Heartbeat> heartbeats) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE host SET last_seen_at = said.at,"
                                + " policy_version = coalesce(said.policy, policy_version),"
                                + " agent = coalesce(said.agent_now, agent)"
                                + " FROM unnest(?::uuid[], ?::timestamptz[], ?::bigint[], ?::text[])"
                                + " AS said (host, at, policy, agent_now) WHERE sandbox = said.host")
                .withUuids(heartbeats.stream().map(Heartbeat::sandbox).toList())
                .withTimes(heartbeats.stream().map(Heartbeat::time).toList())
                .withOptionals("bigint", heartbeats.stream().map(Heartbeat::policyVersion).toList())
                .withOptionals("text", heartbeats.stream().map(Heartbeat::agent).toList())
                .update();
    }

    /** True if this is the first activation, or if {@code before} was its refused one. */
    static boolean activate(Connection connection, UUID sandbox, Optional<UUID> before, UUID leaf)
            throws SQLException {
        return Sql.of(
                                connection,
                                "UPDATE host SET activation_leaf = ? WHERE sandbox = ?"
                                        + " AND activation_leaf IS NOT DISTINCT FROM ?::uuid")
                        .with(leaf)
                        .with(sandbox)
                        .with(before)
                        .update()
                == 1;
    }

    /** True the first time only. */
    static boolean quarantine(Connection connection, UUID sandbox, Instant now)
            throws SQLException {
        return Sql.of(
                                connection,
                                "UPDATE host SET quarantined_at = ? WHERE sandbox = ? AND quarantined_at IS NULL")
                        .with(now)
                        .with(sandbox)
                        .update()
                == 1;
    }

    /** True if it was not revoked, or if {@code before} was its refused revocation. */
    static boolean revoke(Connection connection, Revocation revocation, Optional<UUID> before)
            throws SQLException {
        return Sql.of(
                                connection,
                                "UPDATE host SET revoked_at = ?, revoked_by = ?, revocation_salt = ?,"
                                        + " revocation_document = ?, revocation_leaf = ? WHERE sandbox = ?"
                                        + " AND revocation_leaf IS NOT DISTINCT FROM ?::uuid")
                        .with(revocation.time())
                        .with(revocation.by())
                        .with(revocation.salt())
                        .with(revocation.document())
                        .with(revocation.leaf())
                        .with(revocation.sandbox())
                        .with(before)
                        .update()
                == 1;
    }

    private static Host read(Row row) throws SQLException {
        return new Host(
                row.uuid("sandbox"),
                row.bytes("org"),
                row.uuid("spec"),
                row.text("spec_name"),
                row.bytes("bootstrap"),
                row.uuid("enrolment_leaf"),
                row.time("enrolled_at"),
                row.optionalTime("certificate_expires"),
                row.optionalUuid("activation_leaf"),
                row.optionalTime("last_seen_at"),
                row.optionalNumber("policy_version"),
                row.optionalText("agent"),
                row.optionalTime("quarantined_at"),
                row.optionalTime("revoked_at"),
                row.optionalUuid("revocation_leaf"));
    }
}
