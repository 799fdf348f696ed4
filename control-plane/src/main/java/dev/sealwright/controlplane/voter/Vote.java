package dev.sealwright.controlplane.voter;

import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import java.util.List;

/**
 * One voter's signature on a checkpoint; it was verified.
 *
 * @param text of the note
 */
record Vote(Voter voter, String text, NoteSignature line) {
    long size() {
        return Checkpoint.parse(text).size();
    }

    /** The checkpoint with this signature alone. */
    Note note() {
        return new Note(text, List.of(line));
    }
}
