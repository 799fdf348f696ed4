package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The statements on the encrypted chunks of large values. */
final class ChunkTable {
    private ChunkTable() {}

    static void insert(Connection connection, UUID leafId, int number, Bytes data)
            throws SQLException {
        Sql.of(connection, "INSERT INTO secret_chunk (leaf_id, number, data) VALUES (?, ?, ?)")
                .with(leafId)
                .with(number)
                .with(data)
                .update();
    }

    static Optional<Bytes> find(Connection connection, UUID leafId, int number)
            throws SQLException {
        return Sql.of(connection, "SELECT data FROM secret_chunk WHERE leaf_id = ? AND number = ?")
                .with(leafId)
                .with(number)
                .first(row -> row.bytes("data"));
    }
}
