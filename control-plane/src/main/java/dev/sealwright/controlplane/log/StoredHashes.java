package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.Tile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Subtree hashes out of stored tiles. Each tile is read once and each node computed once, for the
 * proofs of a batch.
 */
final class StoredHashes implements HashSource {
    private final TileReader tiles;
    private final Map<TileAddress, TileNodes> read = new HashMap<>();
    private final Map<Span, Bytes> ragged = new HashMap<>();

    /** Leaves that no one node is over. */
    private record Span(long from, long to) {}

    StoredHashes(TileReader tiles) {
        this.tiles = tiles;
    }

    @Override
    public Bytes hash(int height, long index) {
        int above = height % Tile.HEIGHT;
        long first = index << above;
        TileAddress tile = new TileAddress(height / Tile.HEIGHT, first / Tile.FULL);
        TileNodes nodes = read.computeIfAbsent(tile, each -> new TileNodes(tiles.read(each)));
        return nodes.hash(above, (int) (first % Tile.FULL) >>> above);
    }

    @Override
    public Bytes range(long from, long to) {
        if (Long.bitCount(to - from) == 1) {
            return HashSource.super.range(from, to);
        }
        Span span = new Span(from, to);
        Optional<Bytes> known = Optional.ofNullable(ragged.get(span));
        Bytes hash = known.orElseGet(() -> HashSource.super.range(from, to));
        ragged.put(span, hash);
        return hash;
    }
}
