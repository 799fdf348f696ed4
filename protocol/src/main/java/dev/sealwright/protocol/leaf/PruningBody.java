package dev.sealwright.protocol.leaf;

import static dev.sealwright.protocol.leaf.Fields.DIGEST;
import static dev.sealwright.protocol.leaf.Fields.require;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.Tile;

/**
 * From here on, leaves before an index may be known by their hashes alone, but for those that last
 * ({@link LeafBody#lasting}). Who sees hashes in their place takes nothing on trust: the lasting
 * leaves that he sees give {@code lastingHead}, so that none of them is among those that went.
 *
 * @param minimum the first index of which every leaf stays; a multiple of 256, as bundles are whole
 *     (c2sp.org/tlog-tiles, pruning)
 * @param size of the log, at which its lasting leaves gave the head; at least the minimum
 * @param lastingHead see {@link dev.sealwright.protocol.history.LastingLeaves}
 */
public record PruningBody(long minimum, long size, Bytes lastingHead) implements LeafBody {
    public PruningBody {
        require(minimum > 0 && minimum % Tile.FULL == 0, "minimum");
        require(size >= minimum, "size");
        require(lastingHead, DIGEST, "lasting");
    }

    @Override
    public String type() {
        return "pruning";
    }

    @Override
    public boolean systemWide() {
        return true;
    }
}
