package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * Tiles at the right end of a log: those that the next leaves extend, and those that receipts for
 * the last batch take. Whoever has it reads nothing that he has just written.
 */
record RightEdge(Map<TileAddress, Bytes> tiles) {
    static final RightEdge UNKNOWN = new RightEdge(Map.of());

    RightEdge {
        tiles = Map.copyOf(tiles);
    }

    /** Reads from here what is here, and anything else from there. */
    TileReader over(TileReader stored) {
        return address ->
                Optional.ofNullable(tiles.get(address)).orElseGet(() -> stored.read(address));
    }
}
