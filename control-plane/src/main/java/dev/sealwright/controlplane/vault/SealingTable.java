package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The statements on members' own sealings of secrets that they share. */
final class SealingTable {
    /** Shared versions that count: in the signed log, and not to be destroyed. */
    private static final String LIVING =
            " v.shared AND v.blob IS NOT NULL AND v.shred_leaf IS NULL"
                    + " AND EXISTS (SELECT 1 FROM log_released r WHERE r.id = v.leaf_id)";

    private SealingTable() {}

    private record Own(Bytes member, KeySealing sealing) {}

    private record Under(UUID version, Bytes kek) {}

    /** CKA_IDs of the keys that an org's shared versions are under, by their leaves. */
    static Map<UUID, Set<Bytes>> keys(Connection connection, Bytes org) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT DISTINCT o.version_leaf, o.kek FROM secret_sealing o JOIN"
                                + " secret_version v ON v.leaf_id = o.version_leaf WHERE v.org = ?")
                .with(org)
                .list(row -> new Under(row.uuid("version_leaf"), row.bytes("kek")))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Under::version,
                                Collectors.mapping(Under::kek, Collectors.toSet())));
    }

    /** By the members' ids. */
    static Map<Bytes, KeySealing> of(Connection connection, UUID version) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT member, sealing FROM secret_sealing WHERE version_leaf = ?")
                .with(version)
                .list(row -> new Own(row.bytes("member"), KeySealing.decode(row.bytes("sealing"))))
                .stream()
                .collect(Collectors.toMap(Own::member, Own::sealing));
    }

    static void store(Connection connection, UUID version, Map<Bytes, KeySealing> sealings)
            throws SQLException {
        for (Map.Entry<Bytes, KeySealing> each : sealings.entrySet()) {
            store(connection, version, each.getKey(), each.getValue());
        }
    }

    /** In the place of the one that the member had. */
    static void store(Connection connection, UUID version, Bytes member, KeySealing sealing)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO secret_sealing (version_leaf, member, kek, sealing)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (version_leaf, member)"
                                + " DO UPDATE SET kek = excluded.kek, sealing = excluded.sealing")
                .with(version)
                .with(member)
                .with(sealing.key())
                .with(sealing.encode())
                .update();
    }

    /**
     * The next versions of which a member has no sealing.
     *
     * @param after the last that was looked at; in the order of the leaves' ids
     */
    static List<StoredVersion> lacking(Connection connection, Bytes member, UUID after, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SecretVersionTable.SELECT
                                + " WHERE"
                                + LIVING
                                + " AND v.leaf_id > ? AND NOT EXISTS (SELECT 1 FROM secret_sealing"
                                + " o WHERE o.version_leaf = v.leaf_id AND o.member = ?)"
                                + " ORDER BY v.leaf_id LIMIT ?")
                .with(after)
                .with(member)
                .with(limit)
                .list(SecretVersionTable::read);
    }

    /** The next versions that a member has sealed under another key than this of their org. */
    static List<StoredVersion> outdated(
            Connection connection, Bytes member, Bytes org, Bytes kek, UUID after, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SecretVersionTable.SELECT
                                + " JOIN secret_sealing o ON o.version_leaf = v.leaf_id WHERE"
                                + LIVING
                                + " AND o.member = ? AND v.org = ? AND o.kek <> ?"
                                + " AND v.leaf_id > ? ORDER BY v.leaf_id LIMIT ?")
                .with(member)
                .with(org)
                .with(kek)
                .with(after)
                .with(limit)
                .list(SecretVersionTable::read);
    }

    /** Whose version it is, as its row says. */
    static Bytes org(Connection connection, UUID version) throws SQLException {
        return Sql.of(connection, "SELECT org FROM secret_version WHERE leaf_id = ?")
                .with(version)
                .only(row -> row.bytes("org"));
    }

    /** How many versions members share. */
    static long total(Connection connection) throws SQLException {
        return Sql.of(connection, "SELECT count(*) AS total FROM secret_version v WHERE" + LIVING)
                .only(row -> row.number("total"));
    }

    /** How many of these a member has no sealing of. */
    static long missing(Connection connection, Bytes member) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT count(*) AS total FROM secret_version v WHERE"
                                + LIVING
                                + " AND NOT EXISTS (SELECT 1 FROM secret_sealing o"
                                + " WHERE o.version_leaf = v.leaf_id AND o.member = ?)")
                .with(member)
                .only(row -> row.number("total"));
    }

    /** Forgets what nobody opens any more: sealings of members that are none now. */
    static int forgetOthers(Connection connection, List<Bytes> members) throws SQLException {
        Sql statement =
                Sql.of(
                        connection,
                        "DELETE FROM secret_sealing WHERE member NOT IN ("
                                + "?, ".repeat(members.size() - 1)
                                + "?)");
        members.forEach(statement::with);
        return statement.update();
    }
}
