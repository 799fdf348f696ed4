package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.orgkey.KeyUse;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.SealedSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The statements on which version of a key blobs are under, and on those that were sealed anew. */
final class ResealTable {
    /** Versions that count: in the signed log, and not to be destroyed. */
    private static final String LIVING =
            " v.org = ? AND v.blob IS NOT NULL AND v.shred_leaf IS NULL"
                    + " AND EXISTS (SELECT 1 FROM log_released r WHERE r.id = v.leaf_id)";

    private ResealTable() {}

    /**
     * Versions that are not under a key yet, as far as their rows tell.
     *
     * @param kek CKA_ID of the key
     * @param damagedBefore those that were found damaged later are left out
     */
    static List<StoredVersion> due(
            Connection connection, Bytes org, Bytes kek, Instant damagedBefore, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        SecretVersionTable.SELECT
                                + " WHERE"
                                + LIVING
                                + " AND NOT v.shared AND v.kek IS DISTINCT FROM ?"
                                + " AND s.leaf_id IS NULL"
                                + " AND (v.damaged_at IS NULL OR v.damaged_at < ?)"
                                + " ORDER BY v.leaf_id LIMIT ?")
                .with(org)
                .with(kek)
                .with(damagedBefore)
                .with(limit)
                .list(SecretVersionTable::read);
    }

    /** Every version of the organisation that has a ciphertext. */
    static void each(Connection connection, Bytes org, Consumer<StoredVersion> taker)
            throws SQLException {
        Sql.of(
                        connection,
                        SecretVersionTable.SELECT
                                + " WHERE v.org = ? AND v.blob IS NOT NULL AND v.shred_leaf IS NULL")
                .with(org)
                .each(row -> taker.accept(SecretVersionTable.read(row)));
    }

    static KeyUse.Progress progress(Connection connection, Bytes org, Bytes kek)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT count(*) AS total, count(*) FILTER (WHERE v.kek = ? OR (v.shared"
                                + " AND NOT EXISTS (SELECT 1 FROM secret_sealing o"
                                + " WHERE o.version_leaf = v.leaf_id AND o.kek <> ?))) AS done,"
                                + " count(*) FILTER (WHERE v.kek IS DISTINCT FROM ? AND"
                                + " v.damaged_at IS NOT NULL) AS damaged"
                                + " FROM secret_version v WHERE"
                                + LIVING)
                .with(kek)
                .with(kek)
                .with(kek)
                .with(org)
                .only(
                        row ->
                                new KeyUse.Progress(
                                        row.number("total"),
                                        row.number("done"),
                                        row.number("damaged")));
    }

    static long living(Connection connection, Bytes org) throws SQLException {
        return Sql.of(connection, "SELECT count(*) AS total FROM secret_version v WHERE" + LIVING)
                .with(org)
                .only(row -> row.number("total"));
    }

    /**
     * What a blob says itself; corrects a row that says another, or nothing.
     *
     * @param blob that was looked at; a row that has another by now is left alone
     */
    static void under(Connection connection, UUID leafId, Bytes blob, Bytes kek)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE secret_version SET kek = ?, damaged_at = NULL"
                                + " WHERE leaf_id = ? AND blob = ?")
                .with(kek)
                .with(leafId)
                .with(blob)
                .update();
    }

    /**
     * Notes that a version has no ciphertext that the log names.
     *
     * @param blob that was looked at; a row that has another by now is left alone
     */
    static void damaged(Connection connection, UUID leafId, Bytes blob, Instant now)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE secret_version SET damaged_at = ?, kek = NULL"
                                + " WHERE leaf_id = ? AND blob = ?")
                .with(now)
                .with(leafId)
                .with(blob)
                .update();
    }

    /**
     * Whether the version still has the blob that was sealed anew; it keeps it until the
     * transaction's end.
     */
    static boolean holds(Connection connection, UUID version, Bytes blob) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM secret_version WHERE leaf_id = ? AND blob = ?"
                                + " AND shred_leaf IS NULL FOR UPDATE")
                .with(version)
                .with(blob)
                .first(row -> row.uuid("leaf_id"))
                .isPresent();
    }

    /** Keeps a blob until its leaf is in the signed log; false if another is kept already. */
    static boolean keep(
            Connection connection, UUID leafId, UUID version, SealedSecret sealed, Instant now)
            throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO secret_reseal (leaf_id, version_leaf, kek, blob, made_at)"
                                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                        .with(leafId)
                        .with(version)
                        .with(sealed.key())
                        .with(sealed.encode())
                        .with(now)
                        .update()
                == 1;
    }

    /** Puts what the signed log names in the place of what it named before. */
    static int take(Connection connection) throws SQLException {
        int taken =
                Sql.of(
                                connection,
                                "UPDATE secret_version SET blob = s.blob, kek = s.kek, damaged_at = NULL"
                                        + " FROM secret_reseal s JOIN log_released r ON r.id = s.leaf_id"
                                        + " WHERE secret_version.leaf_id = s.version_leaf"
                                        + " AND secret_version.blob IS NOT NULL")
                        .update();
        Sql.of(
                        connection,
                        "DELETE FROM secret_reseal USING log_released r"
                                + " WHERE r.id = secret_reseal.leaf_id")
                .update();
        return taken;
    }

    /** Leaves that are not in the signed log yet. */
    static List<UUID> unreleased(Connection connection, int limit) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM secret_reseal WHERE NOT EXISTS"
                                + " (SELECT 1 FROM log_released r WHERE r.id = leaf_id)"
                                + " ORDER BY made_at LIMIT ?")
                .with(limit)
                .list(row -> row.uuid("leaf_id"));
    }

    /** Forgets a blob whose leaf was refused. */
    static void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM secret_reseal WHERE leaf_id = ?").with(leafId).update();
    }
}
