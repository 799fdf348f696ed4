package dev.sealwright.controlplane.storage;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes of many callers in few transactions: those that come while one is under way share the
 * next, and its sync of the disk. Each caller returns when his own is committed; one that cannot be
 * stored fails alone.
 */
public final class SharedWrites<T> {
    private final Storage storage;
    private final Together<T, T> writes;

    /**
     * Writes of one kind.
     *
     * @param store commits all of them in one transaction, or none
     */
    public SharedWrites(Storage storage, Consumer<List<T>> store) {
        this.storage = storage;
        this.writes =
                new Together<>(
                        values -> {
                            store.accept(values);
                            return values;
                        });
    }

    /**
     * Returns once the value is committed; throws what its commit alone throws.
     *
     * @throws IllegalStateException inside a transaction, which others would have to wait for
     */
    public void write(T value) {
        if (storage.inTransaction()) {
            throw new IllegalStateException("this has a transaction of its own");
        }
        T _ = writes.ask(value);
    }
}
