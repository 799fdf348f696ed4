package dev.sealwright.controlplane.access;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers that hold as long as a number stands still. Only found values are kept, at most {@value
 * #LIMIT}, so that made-up keys cannot fill it.
 */
final class Remembered<K, V> {
    private static final int LIMIT = 4_096;

    private final LongSupplier generation;
    private volatile Generation<K, V> present = new Generation<>(-1, new ConcurrentHashMap<>());

    Remembered(LongSupplier generation) {
        this.generation = generation;
    }

    private record Generation<K, V>(long number, Map<K, V> values) {}

    /** The value for {@code key}: the remembered one, or what {@code find} says now. */
    Optional<V> get(K key, Function<K, Optional<V>> find) {
        Generation<K, V> current = current();
        V remembered = current.values().get(key);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Optional<V> found = find.apply(key);
        if (current.values().size() < LIMIT) {
            found.ifPresent(value -> current.values().put(key, value));
        }
        return found;
    }

    private Generation<K, V> current() {
        long number = generation.getAsLong();
        Generation<K, V> current = present;
        if (current.number() != number) {
            current = new Generation<>(number, new ConcurrentHashMap<>());
            present = current;
        }
        return current;
    }
}
