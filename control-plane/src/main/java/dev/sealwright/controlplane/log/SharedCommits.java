package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.SharedWrites;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.trace.Traces;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Commits leaves in transactions that they share: those that are the whole change with each other,
 * those with a row of one kind beside them with others of that kind.
 */
@Singleton
final class SharedCommits {
    private final Storage storage;
    private final Waiters waiters;
    private final SequencerThread thread;
    private final Traces traces;
    private final SharedWrites<Proposal> alone;

    SharedCommits(Storage storage, Waiters waiters, SequencerThread thread, Traces traces) {
        this.storage = storage;
        this.waiters = waiters;
        this.thread = thread;
        this.traces = traces;
        this.alone = new SharedWrites<>(storage, leaves -> store(leaves, _ -> {}));
    }

    /** A row with its leaf. */
    record Accompanied<T>(T row, Proposal leaf) {}

    /** Statements in the transaction of the leaves. */
    @FunctionalInterface
    private interface Beside {
        void in(Connection connection) throws SQLException;
    }

    /**
     * Returns once a leaf that is the whole change is committed; throws what its commit alone
     * throws.
     */
    UUID commit(Proposal leaf) {
        return waitedFor(leaf, () -> alone.write(leaf));
    }

    /** What does the same for leaves with a row of one kind. */
    <T> SharedWrites<Accompanied<T>> with(RowsBeside<T> rows) {
        return new SharedWrites<>(
                storage,
                changes ->
                        store(
                                changes.stream().map(Accompanied::leaf).toList(),
                                connection ->
                                        rows.insert(
                                                connection,
                                                changes.stream().map(Accompanied::row).toList())));
    }

    /** Before the commit it is waited for: whoever sequences may be faster than this thread. */
    UUID waitedFor(Proposal leaf, Runnable commit) {
        waiters.add(leaf.ref());
        try {
            return traces.inRequest(
                    "decide",
                    () -> {
                        commit.run();
                        return leaf.ref().id();
                    });
        } catch (RuntimeException e) {
            waiters.remove(leaf.ref());
            throw e;
        }
    }

    private void store(List<Proposal> leaves, Beside beside) {
        storage.write(
                connection -> {
                    beside.in(connection);
                    Proposal.insert(connection, leaves);
                    return leaves.size();
                });
        thread.wake();
    }
}
