package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What anyone may read of the log (c2sp.org/tlog-tiles): nothing beyond the last signed checkpoint.
 */
@Singleton
public final class TileStore {
    private final Storage storage;

    TileStore(Storage storage) {
        this.storage = storage;
    }

    /** The last signed checkpoint, as a signed note. */
    public Optional<SignedHead> checkpoint() {
        return storage.read(Heads::signed);
    }

    /**
     * The content of a tile; a partial one stays readable when the log has grown beyond it.
     *
     * @throws LeafGoneException for a bundle of which an entry's bytes went; see {@link #kept}
     */
    public Optional<Bytes> tile(Tile tile) {
        return storage.read(
                connection -> {
                    LogHead head = Heads.read(connection);
                    return tile(connection, tile, head.signedSize());
                });
    }

    /** The same of the first leaves alone. */
    Optional<Bytes> tile(Tile tile, long size) {
        return storage.read(connection -> tile(connection, tile, size));
    }

    private static Optional<Bytes> tile(Connection connection, Tile tile, long size)
            throws SQLException {
        if (!reaches(tile, size)) {
            return Optional.empty();
        }
        return tile.level() == Tile.ENTRIES
                ? Optional.of(entries(connection, tile))
                : hashes(connection, tile);
    }

    /** Whether a tree of that size has every hash of the tile. */
    private static boolean reaches(Tile tile, long size) {
        int level = Math.max(tile.level(), 0);
        if (level * Tile.HEIGHT >= Long.SIZE || tile.index() > size) {
            return false;
        }
        long hashes = size >>> (level * Tile.HEIGHT);
        return tile.index() * Tile.FULL + tile.width() <= hashes;
    }

    /**
     * What is kept of a bundle: empty entries in the place of those whose bytes went. It may be
     * less another time.
     *
     * @param bundle a tile of {@link Tile#ENTRIES}
     */
    public Optional<Bytes> kept(Tile bundle) {
        return storage.read(
                connection -> kept(connection, bundle, Heads.read(connection).signedSize()));
    }

    /** The same of the first leaves alone. */
    Optional<Bytes> kept(Tile bundle, long size) {
        return storage.read(connection -> kept(connection, bundle, size));
    }

    private static Optional<Bytes> kept(Connection connection, Tile bundle, long size)
            throws SQLException {
        return reaches(bundle, size)
                ? Optional.of(
                        EntryBundle.encode(
                                stored(connection, bundle).stream().map(Entry::leaf).toList()))
                : Optional.empty();
    }

    private static Bytes entries(Connection connection, Tile tile) throws SQLException {
        List<Entry> stored = stored(connection, tile);
        Optional<Entry> gone = stored.stream().filter(Entry::gone).findFirst();
        if (gone.isPresent()) {
            throw new LeafGoneException(gone.get().index());
        }
        return EntryBundle.encode(stored.stream().map(Entry::leaf).toList());
    }

    private static List<Entry> stored(Connection connection, Tile tile) throws SQLException {
        long from = tile.index() * Tile.FULL;
        return Entries.range(connection, from, from + tile.width());
    }

    private static Optional<Bytes> hashes(Connection connection, Tile tile) throws SQLException {
        return Tiles.find(connection, tile.level(), tile.index())
                .map(hashes -> hashes.slice(0, tile.width() * TreeHash.SIZE));
    }
}
