package dev.sealwright.controlplane.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
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
    private final Queue<Write<T>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();

    /**
     * Writes of one kind.
     *
     * @param store commits all of them in one transaction, or none
     */
    public SharedWrites(Storage storage, Consumer<List<T>> store) {
        this.storage = storage;
        this.store = store;
    }

    /** What is to be written and what became of it; only who holds the lock looks at it. */
    private static final class Write<T> {
        private final T value;
        private boolean over;
        private Optional<RuntimeException> failure = Optional.empty();

        private Write(T value) {
            this.value = value;
        }

        private void fails(RuntimeException why) {
            failure = Optional.of(why);
            over = true;
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
        waiting.add(mine);
        committing.lock();
        try {
            while (!mine.over) {
                commit(next());
            }
        } finally {
            committing.unlock();
        }
        if (mine.failure.isPresent()) {
            throw mine.failure.get();
        }
    }

    private List<Write<T>> next() {
        List<Write<T>> taken = new ArrayList<>();
        for (Write<T> each = waiting.poll(); each != null; each = waiting.poll()) {
            taken.add(each);
            if (taken.size() == MOST) {
                break;
            }
        }
        return taken;
    }

    private void commit(List<Write<T>> writes) {
        try {
            store.accept(writes.stream().map(each -> each.value).toList());
            writes.forEach(each -> each.over = true);
        } catch (StorageException e) {
            // Nothing of it is committed, and one of them is to blame.
            alone(writes, e);
        } catch (RuntimeException e) {
            writes.forEach(each -> each.fails(e));
        } catch (Error e) {
            // They are in no queue any more: whoever waits for them would wait for ever.
            writes.forEach(each -> each.fails(new IllegalStateException("a commit broke off", e)));
            throw e;
        }
    }

    private void alone(List<Write<T>> writes, StorageException failure) {
        if (writes.size() == 1) {
            writes.getFirst().fails(failure);
        } else {
            writes.forEach(each -> commit(List.of(each)));
        }
    }
}
