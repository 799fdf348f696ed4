package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.storage.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The statements on versions of client keys. */
final class KeyVersionTable {
    private KeyVersionTable() {}

    /** Takes the number for a version to be; false if somebody else has it. */
    static boolean take(Connection connection, UUID leafId, UUID key, long version)
            throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO key_version (leaf_id, key_id, version)"
                                        + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                        .with(leafId)
                        .with(key)
                        .with(version)
                        .update()
                == 1;
    }

    /** Leaf of the version to be, whoever asked for it. */
    static Optional<UUID> leaf(Connection connection, UUID key, long version) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM key_version WHERE key_id = ? AND version = ?")
                .with(key)
                .with(version)
                .first(row -> row.uuid("leaf_id"));
    }

    /** The number that an earlier attempt of the same request took. */
    static Optional<Long> version(Connection connection, UUID leafId) throws SQLException {
        return Sql.of(connection, "SELECT version FROM key_version WHERE leaf_id = ?")
                .with(leafId)
                .first(row -> row.number("version"));
    }

    /** Forgets a version whose leaf was refused. */
    static void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM key_version WHERE leaf_id = ?").with(leafId).update();
    }
}
