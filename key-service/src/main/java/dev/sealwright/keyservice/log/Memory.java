package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import java.util.List;
import java.util.Optional;

/** Holds a checkpoint that others have against what this voter remembers of its own signatures. */
final class Memory {
    private Memory() {}

    /** The checkpoint of this note, if {@code key} signed it. */
    static Optional<Checkpoint> signedBy(NoteKey key, String text) {
        try {
            Note note = Note.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!checkpoint.origin().equals(key.name())) {
                throw new KeyServiceRefusedException(
                        RefusalCode.MALFORMED, "a checkpoint of another origin");
            }
            return note.signedBy(key) ? Optional.of(checkpoint) : Optional.empty();
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        }
    }

    /** Throws for a voter that retired. */
    static void requireInOffice(VoterState state) {
        if (state.retired().isPresent()) {
            throw new KeyServiceRefusedException(
                    RefusalCode.VOTER_LOST_STATE,
                    "this voter lost state and never signs again with its key");
        }
    }

    /**
     * Only the two latest heads can be held against a checkpoint; smaller ones are taken as known,
     * larger ones never.
     */
    static boolean includes(VoterState state, Checkpoint checkpoint) {
        for (Frontier known : List.of(state.current(), state.previous())) {
            if (checkpoint.size() == known.size()) {
                return checkpoint.root().equals(known.root());
            }
        }
        return checkpoint.size() < state.current().size();
    }

    /** Why a voter that does not remember this checkpoint retires. */
    static VoterEvent.Retired retirement(VoterState state, Checkpoint checkpoint) {
        return new VoterEvent.Retired(
                "This voter lost state: it was shown its own signature on size "
                        + checkpoint.size()
                        + ", which its state at size "
                        + state.current().size()
                        + " does not know. It never signs again with this key, because signing on"
                        + " could fork the log. Replace the voter by the ceremony (with one voter,"
                        + " open a new epoch).");
    }
}
