package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.storage.StorageException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits leaves that are the whole change. Those that come while one transaction is under way
 * share the next one, and its sync of the disk; each caller returns when his own leaf is committed.
 */
@Singleton
final class SharedCommits {
    private static final int MOST = 256;

    private final Storage storage;
    private final SequencerThread thread;
    private final Queue<Change> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();

    SharedCommits(Storage storage, SequencerThread thread) {
        this.storage = storage;
        this.thread = thread;
    }

    /** A leaf and what became of its commit; only who holds the lock looks at it. */
    private static final class Change {
        private final Proposal proposal;
        private boolean over;
        private Optional<RuntimeException> failure = Optional.empty();

        private Change(Proposal proposal) {
            this.proposal = proposal;
        }
    }

    /**
     * Returns once the leaf is committed; throws what its commit alone throws.
     *
     * @throws IllegalStateException inside a transaction, which others would have to wait for
     */
    UUID commit(Proposal proposal) {
        if (storage.inTransaction()) {
            throw new IllegalStateException("this has a transaction of its own");
        }
        Change mine = new Change(proposal);
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
        return proposal.ref().id();
    }

    private List<Change> next() {
        List<Change> taken = new ArrayList<>();
        for (Change each = waiting.poll(); each != null; each = waiting.poll()) {
            taken.add(each);
            if (taken.size() == MOST) {
                break;
            }
        }
        return taken;
    }

    private void commit(List<Change> changes) {
        try {
            store(changes);
            thread.wake();
            changes.forEach(each -> each.over = true);
        } catch (StorageException e) {
            // Nothing of it is committed, and one of them is to blame.
            alone(changes, e);
        } catch (RuntimeException e) {
            changes.forEach(each -> end(each, e));
        }
    }

    private void alone(List<Change> changes, StorageException failure) {
        if (changes.size() == 1) {
            end(changes.getFirst(), failure);
        } else {
            changes.forEach(each -> commit(List.of(each)));
        }
    }

    private static void end(Change change, RuntimeException failure) {
        change.failure = Optional.of(failure);
        change.over = true;
    }

    private void store(List<Change> changes) {
        List<Proposal> proposals = changes.stream().map(each -> each.proposal).toList();
        storage.write(
                connection -> {
                    Proposal.insert(connection, proposals);
                    return proposals.size();
                });
    }
}
