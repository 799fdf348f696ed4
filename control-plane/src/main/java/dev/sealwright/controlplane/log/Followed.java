package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Answers those who wait here for leaves that another replica has had signed. */
@Singleton
final class Followed {
    private final Storage storage;
    private final Waiters waiters;

    Followed(Storage storage, Waiters waiters) {
        this.storage = storage;
        this.waiters = waiters;
    }

    /** Looks at the leaves of one batch, from one index to before another. */
    void signed(long from, long to) {
        if (waiters.isEmpty() || to <= from || to - from > Batches.MAX_SIZE) {
            return;
        }
        storage.read(connection -> Receipts.released(connection, awaited(connection, from, to)))
                .forEach(each -> waiters.complete(each.id(), each.outcome()));
    }

    private List<Entry> awaited(Connection connection, long from, long to) throws SQLException {
        return Entries.range(connection, from, to).stream()
                .filter(entry -> waiters.contains(entry.id()))
                .toList();
    }
}
