package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on versions of secrets. */
final class SecretVersionTable {
    static final String SELECT =
            "SELECT v.leaf_id, v.secret, v.version, v.sealed_at, v.blob, v.shred_leaf, s.blob AS next"
                    + " FROM secret_version v LEFT JOIN secret_reseal s ON s.version_leaf = v.leaf_id";

    private SecretVersionTable() {}

    /** Takes the number for a version to be; false if somebody else has it. */
    static boolean take(
            Connection connection, UUID leafId, UUID secret, Bytes org, long version, Instant now)
            throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO secret_version (leaf_id, secret, org, version, taken_at)"
                                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                        .with(leafId)
                        .with(secret)
                        .with(org)
                        .with(version)
                        .with(now)
                        .update()
                == 1;
    }

    /** The highest number that is taken; 0 without any. */
    static long highest(Connection connection, UUID secret) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT coalesce(max(version), 0) AS highest FROM secret_version WHERE secret = ?")
                .with(secret)
                .only(row -> row.number("highest"));
    }

    /** Stores the blob under a taken number; false if the number was given up meanwhile. */
    static boolean seal(Connection connection, UUID leafId, SealedCopies sealed, Instant now)
            throws SQLException {
        boolean taken =
                Sql.of(
                                        connection,
                                        "UPDATE secret_version SET sealed_at = ?, blob = ?, kek = ?,"
                                                + " shared = ? WHERE leaf_id = ?"
                                                + " AND sealed_at IS NULL")
                                .with(now)
                                .with(sealed.blob().encode())
                                .with(sealed.key())
                                .with(sealed.key().isEmpty())
                                .with(leafId)
                                .update()
                        == 1;
        if (taken) {
            SealingTable.store(connection, leafId, sealed.sealings());
        }
        return taken;
    }

    static Optional<StoredVersion> find(Connection connection, UUID secret, long version)
            throws SQLException {
        return Sql.of(connection, SELECT + " WHERE v.secret = ? AND v.version = ?")
                .with(secret)
                .with(version)
                .first(SecretVersionTable::read);
    }

    /** What an earlier attempt of the same request sealed. */
    static Optional<StoredVersion> findSealed(Connection connection, UUID leafId)
            throws SQLException {
        return Sql.of(connection, SELECT + " WHERE v.leaf_id = ? AND v.sealed_at IS NOT NULL")
                .with(leafId)
                .first(SecretVersionTable::read);
    }

    /** Forgets a version whose leaf was refused, with whatever was stored under it. */
    static void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM secret_version WHERE leaf_id = ?").with(leafId).update();
    }

    /** Gives up a number under which nothing was sealed. */
    static void giveUp(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM secret_version WHERE leaf_id = ? AND sealed_at IS NULL")
                .with(leafId)
                .update();
    }

    /** Sealed before a time, and not in the signed log yet. */
    static List<UUID> unreleased(Connection connection, Instant before) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM secret_version WHERE sealed_at < ? AND NOT EXISTS"
                                + " (SELECT 1 FROM log_released r WHERE r.id = leaf_id) LIMIT 100")
                .with(before)
                .list(row -> row.uuid("leaf_id"));
    }

    static void forgetUnused(Connection connection, Instant before) throws SQLException {
        Sql.of(connection, "DELETE FROM secret_version WHERE sealed_at IS NULL AND taken_at < ?")
                .with(before)
                .update();
    }

    /** Marks a version for destruction; false if it was marked before. */
    static boolean shred(Connection connection, UUID leafId, UUID shredLeaf) throws SQLException {
        return Sql.of(
                                connection,
                                "UPDATE secret_version SET shred_leaf = ?"
                                        + " WHERE leaf_id = ? AND shred_leaf IS NULL")
                        .with(shredLeaf)
                        .with(leafId)
                        .update()
                == 1;
    }

    /** Takes a mark back whose leaf was refused. */
    static void keep(Connection connection, UUID shredLeaf) throws SQLException {
        Sql.of(connection, "UPDATE secret_version SET shred_leaf = NULL WHERE shred_leaf = ?")
                .with(shredLeaf)
                .update();
    }

    /** Destroys the ciphertexts whose shred leaf is in the signed log. */
    static void destroy(Connection connection) throws SQLException {
        Sql.of(
                        connection,
                        "DELETE FROM secret_chunk USING secret_version v, log_released r"
                                + " WHERE secret_chunk.leaf_id = v.leaf_id AND r.id = v.shred_leaf")
                .update();
        Sql.of(
                        connection,
                        "DELETE FROM secret_reseal USING secret_version v, log_released r"
                                + " WHERE secret_reseal.version_leaf = v.leaf_id AND r.id = v.shred_leaf")
                .update();
        Sql.of(
                        connection,
                        "DELETE FROM secret_sealing USING secret_version v, log_released r"
                                + " WHERE secret_sealing.version_leaf = v.leaf_id AND r.id = v.shred_leaf")
                .update();
        Sql.of(
                        connection,
                        "UPDATE secret_version SET blob = NULL FROM log_released r"
                                + " WHERE r.id = shred_leaf AND blob IS NOT NULL")
                .update();
    }

    /** What keeps a secret from being removed: its versions that were not destroyed. */
    static List<String> living(Connection connection, UUID secret) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT 'version ' || version AS name FROM secret_version WHERE secret = ?"
                                + " AND sealed_at IS NOT NULL AND shred_leaf IS NULL"
                                + " ORDER BY version LIMIT 5")
                .with(secret)
                .list(row -> row.text("name"));
    }

    static StoredVersion read(Row row) throws SQLException {
        return new StoredVersion(
                row.uuid("leaf_id"),
                row.uuid("secret"),
                row.number("version"),
                row.optionalTime("sealed_at"),
                row.optionalBytes("blob"),
                row.optionalBytes("next"),
                row.optionalUuid("shred_leaf"));
    }
}
