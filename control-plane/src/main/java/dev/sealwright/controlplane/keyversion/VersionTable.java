package dev.sealwright.controlplane.keyversion;

import dev.sealwright.controlplane.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The statements on versions that were asked for, of keys of one kind: who takes a number makes
 * that version.
 *
 * @param <K> what the database knows a key by: a UUID or bytes
 */
public final class VersionTable<K> {
    private final String take;
    private final String leaf;
    private final String version;
    private final String forget;

    private VersionTable(String table, String key) {
        take =
                "INSERT INTO "
                        + table
                        + " (leaf_id, "
                        + key
                        + ", version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        leaf = "SELECT leaf_id FROM " + table + " WHERE " + key + " = ? AND version = ?";
        version = "SELECT version FROM " + table + " WHERE leaf_id = ?";
        forget = "DELETE FROM " + table + " WHERE leaf_id = ?";
    }

    /**
     * Those on one table.
     *
     * @param table with the columns leaf_id, version and that of the key
     * @param key the column of the key
     */
    public static <K> VersionTable<K> of(String table, String key) {
        return new VersionTable<>(table, key);
    }

    /** Takes the number for a version to be; false if somebody else has it. */
    boolean take(Connection connection, UUID leafId, K key, long number) throws SQLException {
        return Sql.of(connection, take).with(leafId).with(Optional.of(key)).with(number).update()
                == 1;
    }

    /** Leaf of the version to be, whoever asked for it. */
    Optional<UUID> leaf(Connection connection, K key, long number) throws SQLException {
        return Sql.of(connection, leaf)
                .with(Optional.of(key))
                .with(number)
                .first(row -> row.uuid("leaf_id"));
    }

    /** The number that an earlier attempt of the same request took. */
    Optional<Long> number(Connection connection, UUID leafId) throws SQLException {
        return Sql.of(connection, version).with(leafId).first(row -> row.number("version"));
    }

    /** Forgets a version whose leaf was refused. */
    void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, forget).with(leafId).update();
    }
}
