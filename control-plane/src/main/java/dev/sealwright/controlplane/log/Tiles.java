package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.TileGrowth.StoredTile;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
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

    /** Takes away what goes beyond a log of this size. */
    static void cut(Connection connection, long size) throws SQLException {
        for (int level = 0; level * Tile.HEIGHT < Long.SIZE; level++) {
            long hashes = size >>> (level * Tile.HEIGHT);
            long last = hashes / Tile.FULL;
            int width = (int) (hashes % Tile.FULL);
            Sql.of(connection, "DELETE FROM log_tile WHERE level = ? AND tile >= ?")
                    .with(level)
                    .with(width > 0 ? last + 1 : last)
                    .update();
            Sql.of(
                            connection,
                            "UPDATE log_tile SET hashes = substring(hashes FROM 1 FOR CAST(? AS integer))"
                                    + " WHERE level = ? AND tile = ?")
                    .with((long) width * TreeHash.SIZE)
                    .with(level)
                    .with(width > 0 ? last : -1)
                    .update();
        }
    }

    /** Stores tiles as wide as they have grown. */
    static Sql growing(Connection connection, List<StoredTile> tiles) throws SQLException {
        return Sql.of(
                        connection,
                        "INSERT INTO log_tile (level, tile, hashes)"
                                + " SELECT * FROM unnest(?::smallint[], ?::bigint[], ?::bytea[])"
                                + " ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes")
                .withLongs(tiles.stream().map(tile -> (long) tile.address().level()).toList())
                .withLongs(tiles.stream().map(tile -> tile.address().index()).toList())
                .withBytes(tiles.stream().map(StoredTile::hashes).toList());
    }

    /** Reads them one by one; a tile that is missing is an error. */
    static TileReader reader(Connection connection) {
        return address -> {
            try {
                return find(connection, address.level(), address.index())
                        .orElseThrow(
                                () ->
                                        new BrokenLogException(
                                                "tile "
                                                        + address.level()
                                                        + "/"
                                                        + address.index()
                                                        + " is missing"));
            } catch (SQLException e) {
                throw Storage.failure(e);
            }
        };
    }
}
