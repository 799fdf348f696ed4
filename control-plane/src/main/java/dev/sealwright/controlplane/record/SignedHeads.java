package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import jakarta.inject.Singleton;
import java.util.Optional;

/** How far the log is signed, and the root that a quorum of its voters signed there. */
@Singleton
final class SignedHeads {
    private final Storage storage;
    private final VerifiedAnchors anchors;

    SignedHeads(Storage storage, VerifiedAnchors anchors) {
        this.storage = storage;
        this.anchors = anchors;
    }

    /** A checkpoint whose signatures hold. */
    record Verified(long size, Bytes root) {}

    long size() {
        return storage.read(
                connection ->
                        Sql.of(connection, "SELECT signed_size FROM log_head WHERE singleton")
                                .first(row -> row.number("signed_size"))
                                .orElse(0L));
    }

    Optional<Verified> newest() {
        Optional<String> note =
                storage.read(
                        connection ->
                                Sql.of(
                                                connection,
                                                "SELECT note FROM log_checkpoint"
                                                        + " ORDER BY size DESC LIMIT 1")
                                        .first(row -> row.text("note")));
        return note.map(this::verified);
    }

    private Verified verified(String note) {
        Checkpoint checkpoint = VerifiedCheckpoint.verify(Note.parse(note), anchors).checkpoint();
        return new Verified(checkpoint.size(), checkpoint.root());
    }
}
