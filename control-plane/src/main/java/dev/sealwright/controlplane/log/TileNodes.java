package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import org.jspecify.annotations.Nullable;

/** The nodes of the tree over a tile's hashes, each computed when it is asked for first. */
final class TileNodes {
    private final Bytes hashes;

    /** The root at 1; below each node, those at twice its place and beside that. */
    private final @Nullable Bytes[] nodes = new @Nullable Bytes[2 * Tile.FULL];

    /**
     * @param hashes of the tile, concatenated
     */
    TileNodes(Bytes hashes) {
        this.hashes = hashes;
    }

    /** What stands for a full tile in the one above it. */
    Bytes root() {
        return hash(Tile.HEIGHT, 0);
    }

    /**
     * @param height over the tile's own hashes
     * @param index among the nodes of that height
     */
    Bytes hash(int height, int index) {
        int place = (Tile.FULL >>> height) + index;
        Bytes known = nodes[place];
        if (known == null) {
            known =
                    height == 0
                            ? hashes.slice(index * TreeHash.SIZE, (index + 1) * TreeHash.SIZE)
                            : TreeHash.node(
                                    hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
            nodes[place] = known;
        }
        return known;
    }
}
