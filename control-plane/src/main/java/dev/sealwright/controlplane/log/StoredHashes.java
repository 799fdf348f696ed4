package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.TileGrowth.TileReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.HashMap;
import java.util.Map;

/**
 * Subtree hashes out of stored tiles. Each tile is read once and each node computed once, for the
 * proofs of a batch.
 */
final class StoredHashes implements HashSource {
    private final TileReader tiles;
    private final Map<Node, Bytes> content = new HashMap<>();
    private final Map<Node, Bytes> nodes = new HashMap<>();

    private record Node(int height, long index) {}

    StoredHashes(TileReader tiles) {
        this.tiles = tiles;
    }

    @Override
    public Bytes hash(int height, long index) {
        Node node = new Node(height, index);
        Bytes known = nodes.get(node);
        if (known == null) {
            known =
                    height % Tile.HEIGHT == 0
                            ? stored(height / Tile.HEIGHT, index)
                            : TreeHash.node(
                                    hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
            nodes.put(node, known);
        }
        return known;
    }

    private Bytes stored(int level, long index) {
        Node address = new Node(level, index / Tile.FULL);
        Bytes hashes =
                content.computeIfAbsent(address, tile -> tiles.read(tile.height(), tile.index()));
        int at = (int) (index % Tile.FULL) * TreeHash.SIZE;
        return hashes.slice(at, at + TreeHash.SIZE);
    }
}
