package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rebuilds the tiles from leaf hashes and compares each with the stored one. */
final class TileCheck {
    private final Connection connection;
    private final Findings findings;
    private final List<Level> levels = new ArrayList<>();
    private long compared;

    private static final class Level {
        private long tile;
        private List<Bytes> hashes = new ArrayList<>();
    }

    TileCheck(Connection connection, Findings findings) {
        this.connection = connection;
        this.findings = findings;
    }

    void add(Bytes leafHash) throws SQLException {
        add(0, leafHash);
    }

    private void add(int height, Bytes hash) throws SQLException {
        if (height == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(height);
        level.hashes.add(hash);
        if (level.hashes.size() == Tile.FULL) {
            Bytes root = new TileNodes(compare(height, level)).root();
            level.tile++;
            level.hashes = new ArrayList<>();
            add(height + 1, root);
        }
    }

    /** Compares the tiles at the right edge, and looks for tiles that no leaf explains. */
    void end() throws SQLException {
        for (int height = 0; height < levels.size(); height++) {
            if (!levels.get(height).hashes.isEmpty()) {
                Bytes _ = compare(height, levels.get(height));
            }
        }
        long stored =
                Sql.of(connection, "SELECT count(*) AS tiles FROM log_tile")
                        .only(row -> row.number("tiles"));
        if (stored > compared) {
            findings.add(Check.TILE, (stored - compared) + " stored tiles stand for no leaf");
        }
    }

    /** Returns what the tile must hold. */
    private Bytes compare(int height, Level level) throws SQLException {
        long firstLeaf = level.tile << (Tile.HEIGHT * (height + 1));
        Optional<Bytes> stored = Tiles.find(connection, height, level.tile);
        compared += stored.isPresent() ? 1 : 0;
        Bytes expected = Bytes.concat(level.hashes.toArray(Bytes[]::new));
        findings.check(
                stored.equals(Optional.of(expected)),
                Check.TILE,
                firstLeaf,
                "tile "
                        + height
                        + "/"
                        + level.tile
                        + " is "
                        + (stored.isPresent() ? "changed" : "missing"));
        return expected;
    }
}
