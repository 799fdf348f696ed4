package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.SignedLog;
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
    private final SignedLog log;
    private final VerifiedAnchors anchors;

    SignedHeads(SignedLog log, VerifiedAnchors anchors) {
        this.log = log;
        this.anchors = anchors;
    }

    /** A checkpoint whose signatures hold. */
    record Verified(long size, Bytes root) {}

    long size() {
        return log.size();
    }

    Optional<Verified> newest() {
        return log.newestCheckpoint().map(this::verified);
    }

    private Verified verified(String note) {
        Checkpoint checkpoint = VerifiedCheckpoint.verify(Note.parse(note), anchors).checkpoint();
        return new Verified(checkpoint.size(), checkpoint.root());
    }
}
