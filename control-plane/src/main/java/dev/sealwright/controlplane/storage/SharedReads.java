package dev.sealwright.controlplane.storage;

import java.util.List;
import java.util.function.Function;

/**
 * Looks of many callers by few statements: those that come while one is under way share the next.
 * Each caller is answered by what the database held after he asked; a question that cannot be put
 * fails alone.
 *
 * @param <K> what one caller asks
 * @param <V> the answer
 */
public final class SharedReads<K, V> {
    private final Storage storage;
    private final Function<List<K>, List<V>> read;
    private final Together<K, V> reads;

    /**
     * Looks of one kind.
     *
     * @param read answers all of them, in order, by one statement
     */
    public SharedReads(Storage storage, Function<List<K>, List<V>> read) {
        this.storage = storage;
        this.read = read;
        this.reads = new Together<>(read);
    }

    /**
     * The answer; throws what the question alone throws. Inside a transaction it is asked there,
     * alone.
     */
    public V read(K asked) {
        return storage.inTransaction() ? read.apply(List.of(asked)).getFirst() : reads.ask(asked);
    }
}
