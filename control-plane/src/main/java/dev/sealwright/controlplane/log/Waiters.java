package dev.sealwright.controlplane.log;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Leaves proposed here whose outcome this process may be the first to know. Bounded: the oldest are
 * forgotten, and whoever waits for one of those finds its outcome in the database.
 */
@Singleton
final class Waiters {
    private static final int MAX = 16_384;

    private final Map<UUID, LeafRef> waiting =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, LeafRef> eldest) {
                    return size() > MAX;
                }
            };

    synchronized void add(LeafRef ref) {
        waiting.put(ref.id(), ref);
    }

    /** The one that is waited for already under that id, or a new one. */
    synchronized LeafRef of(UUID id) {
        return waiting.computeIfAbsent(id, LeafRef::again);
    }

    /** The one that is waited for already. */
    synchronized Optional<LeafRef> find(UUID id) {
        return Optional.ofNullable(waiting.get(id));
    }

    synchronized void remove(LeafRef ref) {
        waiting.remove(ref.id());
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized boolean contains(UUID id) {
        return waiting.containsKey(id);
    }

    void complete(UUID id, LeafOutcome outcome) {
        taken(id).ifPresent(ref -> ref.outcome().complete(outcome));
    }

    private synchronized Optional<LeafRef> taken(UUID id) {
        return Optional.ofNullable(waiting.remove(id));
    }
}
