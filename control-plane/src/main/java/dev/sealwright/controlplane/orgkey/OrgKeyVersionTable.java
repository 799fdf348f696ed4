package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The statements on versions of organisations' keys. */
final class OrgKeyVersionTable {
    private OrgKeyVersionTable() {}

    /** Takes the number for a version to be; false if somebody else has it. */
    static boolean take(Connection connection, UUID leafId, Bytes org, long version)
            throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO org_key_version (leaf_id, org, version)"
                                        + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                        .with(leafId)
                        .with(org)
                        .with(version)
                        .update()
                == 1;
    }

    /** Leaf of the version to be, whoever asked for it. */
    static Optional<UUID> leaf(Connection connection, Bytes org, long version) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM org_key_version WHERE org = ? AND version = ?")
                .with(org)
                .with(version)
                .first(row -> row.uuid("leaf_id"));
    }

    /** The number that an earlier attempt of the same request took. */
    static Optional<Long> version(Connection connection, UUID leafId) throws SQLException {
        return Sql.of(connection, "SELECT version FROM org_key_version WHERE leaf_id = ?")
                .with(leafId)
                .first(row -> row.number("version"));
    }

    /** Forgets a version whose leaf was refused. */
    static void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM org_key_version WHERE leaf_id = ?").with(leafId).update();
    }
}
