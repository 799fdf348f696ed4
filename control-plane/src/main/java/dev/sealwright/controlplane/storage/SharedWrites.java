package dev.sealwright.controlplane.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes of many callers in few transactions: those that come while one is under way share the
 * next, and its sync of the disk. Each caller returns when his own is committed; one that cannot be
 * stored fails alone.
 */
public final class SharedWrites<T> {
    private static final int MOST = 256;

    private final Storage storage;
    private final Consumer<List<T>> store;
    private final Gathering<Write<T>> writes = new Gathering<>(MOST, this::commit);

    /**
     * Writes of one kind.
     *
     * @param store commits all of them in one transaction, or none
     */
    public SharedWrites(Storage storage, Consumer<List<T>> store) {
        this.storage = storage;
        this.store = store;
    }

    /** What is to be written, and why it was not. */
    private static final class Write<T> {
        private final T value;
        private Optional<RuntimeException> failure = Optional.empty();

        private Write(T value) {
            this.value = value;
        }
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
        Write<T> mine = new Write<>(value);
        writes.join(mine);
        if (mine.failure.isPresent()) {
            throw mine.failure.get();
        }
    }

    private void commit(List<Write<T>> together) {
        try {
            store.accept(together.stream().map(each -> each.value).toList());
        } catch (StorageException e) {
            // Nothing of it is committed, and one of them is to blame.
            if (together.size() == 1) {
                together.getFirst().failure = Optional.of(e);
            } else {
                together.forEach(each -> commit(List.of(each)));
            }
        } catch (RuntimeException e) {
            together.forEach(each -> each.failure = Optional.of(e));
        }
    }
}
