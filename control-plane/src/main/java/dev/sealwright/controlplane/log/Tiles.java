package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.TileGrowth.StoredTile;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored hash tiles. */
final class Tiles {
    private Tiles() {}

    static Optional<Bytes> find(Connection connection, int level, long index) throws SQLException {
        return Sql.of(connection, "SELECT hashes FROM log_tile WHERE level = ? AND tile = ?")
                .with(level)
                .with(index)
                .first(row -> row.bytes("hashes"));
    }

    static void store(Connection connection, List<StoredTile> tiles) throws SQLException {
        for (StoredTile tile : tiles) {
            Sql.of(
                            connection,
                            "INSERT INTO log_tile (level, tile, hashes) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes")
                    .with(tile.level())
                    .with(tile.index())
                    .with(tile.hashes())
                    .update();
        }
    }
}
