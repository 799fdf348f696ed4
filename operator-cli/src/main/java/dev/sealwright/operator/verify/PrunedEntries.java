package dev.sealwright.operator.verify;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import java.util.Optional;

/** Counts the entries of a log that went, and whether its pruning leaves account for them. */
final class PrunedEntries {
    private final LastingLeaves lasting = new LastingLeaves();
    private long gone;
    private long below;
    private long open;

    /** Takes the next leaf; what is wrong with it if it is a pruning leaf that does not fit. */
    Optional<String> add(Leaf leaf, Bytes hash) {
        Optional<String> wrong = lasting.add(leaf, hash);
        if (lasting.accounted()) {
            open = 0;
        }
        return wrong;
    }

    /** In place of a leaf of which the hash alone is there. */
    void gone() {
        lasting.gone();
        gone++;
        open++;
        below = lasting.at().size();
    }

    Pruned pruned() {
        return new Pruned(gone, below);
    }

    /** Those of which no leaf read so far says that they are none that lasts. */
    Optional<Finding> unaccounted() {
        return open == 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                below - 1,
                                open
                                        + " entries up to index "
                                        + (below - 1)
                                        + " went, and no pruning leaf in the log accounts for"
                                        + " them"));
    }
}
