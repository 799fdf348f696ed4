package dev.sealwright.protocol.merkle;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.function.Function;

/**
 * Subtree hashes out of tiles.
 *
 * @param size leaves in the tree, which says how wide the rightmost tiles are
 * @param tiles the content of a tile: its hashes, concatenated
 */
public record TileHashes(long size, Function<Tile, Bytes> tiles) implements HashSource {
    @Override
    public Bytes hash(int height, long index) {
        int level = height / Tile.HEIGHT;
        int above = height % Tile.HEIGHT;
        long first = index << above;
        Tile tile = Tile.inTree(level, first / Tile.FULL, size);
        int at = (int) (first % Tile.FULL);
        return root(tile.hashes(tiles.apply(tile)).subList(at, at + (1 << above)));
    }

    private static Bytes root(List<Bytes> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int half = hashes.size() / 2;
        return TreeHash.node(
                root(hashes.subList(0, half)), root(hashes.subList(half, hashes.size())));
    }
}
