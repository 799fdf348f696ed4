package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Many leaves at once. */
@Singleton
public final class Proofs {
    private final Storage storage;

    Proofs(Storage storage) {
        this.storage = storage;
    }

    /** The leaves at these indexes, which the log must have. */
    public List<Bytes> leaves(List<Long> indexes) {
        return storage.read(connection -> entries(connection, indexes)).stream()
                .map(Entry::leaf)
                .toList();
    }

    /** The same, each with a receipt under this one checkpoint, which must cover them all. */
    public List<LeafOutcome.Released> under(Note checkpoint, List<Long> indexes) {
        Checkpoint head = Checkpoint.parse(checkpoint.text());
        return storage.read(
                connection ->
                        Receipts.batch(
                                connection,
                                new SignedHead(head.size(), head.root(), checkpoint),
                                entries(connection, indexes)));
    }

    private static List<Entry> entries(Connection connection, List<Long> indexes)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        for (long index : indexes) {
            entries.add(
                    Entries.at(connection, index)
                            .orElseThrow(
                                    () ->
                                            new BrokenLogException(
                                                    "entry " + index + " is missing")));
        }
        return List.copyOf(entries);
    }
}
