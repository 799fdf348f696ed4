package dev.sealwright.controlplane.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Receipts that were made before, of the leaves that are asked for most, under older checkpoints
 * perhaps: what stands in a log stays there.
 *
 * @param <K> what a leaf is asked for by
 */
final class KnownReceipts<K> {
    private final LongSupplier beyond;
    private static final int MOST = 1_024;
    private static final int LARGE = 4 * 1_024;

    private final Map<K, LeafOutcome.Released> known =
            new LinkedHashMap<>(MOST, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, LeafOutcome.Released> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * @param beyond receipts under checkpoints up to this size are made again: who knows the
     *     present anchors alone cannot verify them
     */
    KnownReceipts(LongSupplier beyond) {
        this.beyond = beyond;
    }

    /** The leaf under this key; {@code make} is asked without one. */
    Optional<LeafOutcome.Released> find(K key, Supplier<Optional<LeafOutcome.Released>> make) {
        Optional<LeafOutcome.Released> found = find(key);
        if (found.isPresent()) {
            return found;
        }
        Optional<LeafOutcome.Released> made = make.get();
        made.ifPresent(each -> keep(key, each));
        return made;
    }

    synchronized Optional<LeafOutcome.Released> find(K key) {
        long least = beyond.getAsLong();
        return Optional.ofNullable(known.get(key))
                .filter(each -> least == 0 || each.receipt().size() > least);
    }

    /** Keeps it if the leaf is small. */
    synchronized LeafOutcome.Released keep(K key, LeafOutcome.Released released) {
        if (released.size() <= LARGE) {
            known.put(key, released);
        }
        return released;
    }
}
