package dev.sealwright.controlplane.log;

import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.note.Note;

/** A stored batch with its signature, which is still to be stored. */
record SignedBatch(Committed batch, SignedCheckpoint checkpoint) {
    SignedBatch {
        LogHead head = batch.head();
        if (checkpoint.size() != head.size() || !checkpoint.root().equals(head.root())) {
            throw new BrokenLogException(
                    "the key service signed another head than the committed one");
        }
    }

    SignedHead head() {
        return new SignedHead(checkpoint.size(), checkpoint.root(), Note.parse(checkpoint.note()));
    }
}
