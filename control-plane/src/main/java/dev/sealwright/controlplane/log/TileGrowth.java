package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.ArrayList;
import java.util.List;

/** The tiles that change when leaves are appended. */
final class TileGrowth {
    private final List<StoredTile> changed = new ArrayList<>();

    private TileGrowth() {}

    /**
     * A tile as wide as it has grown.
     *
     * @param hashes of 32 bytes each, concatenated
     */
    record StoredTile(int level, long index, Bytes hashes) {
        int width() {
            return hashes.size() / TreeHash.SIZE;
        }
    }

    /** Reads the present content of a tile that has some. */
    @FunctionalInterface
    interface TileReader {
        Bytes read(int level, long index);
    }

    /** The tiles after these leaf hashes follow the first {@code size} leaves. */
    static List<StoredTile> of(long size, List<Bytes> leafHashes, TileReader reader) {
        TileGrowth growth = new TileGrowth();
        long before = size;
        List<Bytes> hashes = leafHashes;
        for (int level = 0; !hashes.isEmpty(); level++) {
            hashes = growth.append(level, before, hashes, reader);
            before >>>= Tile.HEIGHT;
        }
        return List.copyOf(growth.changed);
    }

    /**
     * Appends hashes to a level that has {@code before} of them; returns what that adds to the
     * level above.
     */
    private List<Bytes> append(int level, long before, List<Bytes> hashes, TileReader reader) {
        List<Bytes> above = new ArrayList<>();
        long index = before / Tile.FULL;
        int filled = (int) (before % Tile.FULL);
        List<Bytes> content = new ArrayList<>();
        if (filled > 0) {
            content.addAll(new Tile(level, index, filled).hashes(reader.read(level, index)));
        }
        for (Bytes hash : hashes) {
            content.add(hash);
            if (content.size() == Tile.FULL) {
                StoredTile full = tile(level, index++, content);
                changed.add(full);
                above.add(new TileNodes(full.hashes()).root());
                content = new ArrayList<>();
            }
        }
        if (!content.isEmpty()) {
            changed.add(tile(level, index, content));
        }
        return above;
    }

    private static StoredTile tile(int level, long index, List<Bytes> content) {
        return new StoredTile(level, index, Bytes.concat(content.toArray(Bytes[]::new)));
    }
}
