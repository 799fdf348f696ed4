package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import jakarta.inject.Singleton;
import java.util.Optional;

/** How far the log is signed, and the root that a quorum of its voters signed there. */
@Singleton
final class SignedHeads {
    private final SignedLog log;
    private final AnchorsInForce anchors;

    SignedHeads(SignedLog log, AnchorsInForce anchors) {
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
        Checkpoint checkpoint = anchors.verified(Note.parse(note));
        return new Verified(checkpoint.size(), checkpoint.root());
    }
}
