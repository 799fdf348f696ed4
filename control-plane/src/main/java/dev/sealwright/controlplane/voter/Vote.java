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
 * @param lines one by each of its keys, the Ed25519 one first
 */
record Vote(Voter voter, String text, List<NoteSignature> lines) {
    Vote {
        lines = List.copyOf(lines);
    }

    long size() {
        return Checkpoint.parse(text).size();
    }

    /** The checkpoint with this voter's signature alone. */
    Note note() {
        return new Note(text, lines);
    }
}
