package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tiles that change when leaves are appended. */
final class TileGrowth {
    private final TileReader reader;
    private final List<StoredTile> changed = new ArrayList<>();
    private final Map<TileAddress, Bytes> edge = new HashMap<>();

    private TileGrowth(TileReader reader) {
        this.reader = reader;
    }

    /**
     * A tile as wide as it has grown.
     *
     * @param hashes of 32 bytes each, concatenated
     */
    record StoredTile(TileAddress address, Bytes hashes) {}

    /** What becomes of them when these leaf hashes follow the first {@code size} leaves. */
    static TileGrowth of(long size, List<Bytes> leafHashes, TileReader reader) {
        TileGrowth growth = new TileGrowth(reader);
        long before = size;
        List<Bytes> hashes = leafHashes;
        for (int level = 0; before > 0 || !hashes.isEmpty(); level++) {
            hashes = growth.append(level, before, hashes);
            before >>>= Tile.HEIGHT;
        }
        return growth;
    }

    List<StoredTile> changed() {
        return List.copyOf(changed);
    }

    /** Of the log with these leaves. */
    RightEdge edge() {
        return new RightEdge(edge);
    }

    /**
     * Appends hashes to a level that has {@code before} of them; returns what that adds to the
     * level above.
     */
    private List<Bytes> append(int level, long before, List<Bytes> hashes) {
        List<Bytes> above = new ArrayList<>();
        TileAddress last = new TileAddress(level, before / Tile.FULL);
        int filled = (int) (before % Tile.FULL);
        List<Bytes> content = new ArrayList<>();
        if (filled > 0) {
            Bytes present = reader.read(last);
            content.addAll(new Tile(level, last.index(), filled).hashes(present));
            edge.put(last, present);
        }
        long index = last.index();
        for (int i = 0; i < hashes.size(); i++) {
            content.add(hashes.get(i));
            if (content.size() == Tile.FULL || i + 1 == hashes.size()) {
                Bytes grown = Bytes.concat(content.toArray(Bytes[]::new));
                change(new TileAddress(level, index), grown);
                if (content.size() == Tile.FULL) {
                    above.add(new TileNodes(grown).root());
                    content.clear();
                    index++;
                }
            }
        }
        return above;
    }

    private void change(TileAddress address, Bytes hashes) {
        changed.add(new StoredTile(address, hashes));
        edge.put(address, hashes);
    }
}
