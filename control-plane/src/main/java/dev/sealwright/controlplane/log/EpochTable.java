package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The epochs before this one. */
final class EpochTable {
    /** SQL: leaves that this epoch took over. Its own checkpoints are larger. */
    static final String BASE =
            "(SELECT coalesce((SELECT restored_size FROM log_epoch ORDER BY version DESC LIMIT 1), 0))";

    private EpochTable() {}

    static void insert(Connection connection, VerifiedAnchors closed, long restoredSize, UUID leaf)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_epoch (origin, version, restored_size, document, leaf_id)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET"
                                + " restored_size = excluded.restored_size, leaf_id = excluded.leaf_id")
                .with(closed.origin())
                .with(closed.content().version())
                .with(restoredSize)
                .with(closed.document())
                .with(leaf)
                .update();
    }

    /** The anchors with those of closed epochs, each of which they name. */
    static AnchorsChain chain(Connection connection, VerifiedAnchors anchors) throws SQLException {
        return AnchorsChain.of(
                anchors,
                Sql.of(connection, "SELECT document FROM log_epoch ORDER BY version")
                        .list(row -> row.bytes("document")));
    }

    static Optional<Bytes> document(Connection connection, long version) throws SQLException {
        return Sql.of(connection, "SELECT document FROM log_epoch WHERE version = ?")
                .with(version)
                .first(row -> row.bytes("document"));
    }

    static Optional<Long> restoredSize(Connection connection, String origin) throws SQLException {
        return Sql.of(connection, "SELECT restored_size FROM log_epoch WHERE origin = ?")
                .with(origin)
                .first(row -> row.number("restored_size"));
    }

    /** The leaf that opened the present epoch, while no checkpoint covers it. */
    static Optional<UUID> unsigned(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT e.leaf_id FROM log_epoch e JOIN log_head h"
                                + " ON h.signed_size <= e.restored_size"
                                + " WHERE e.restored_size = "
                                + BASE
                                + " ORDER BY e.version DESC LIMIT 1")
                .first(row -> row.uuid("leaf_id"));
    }
}
