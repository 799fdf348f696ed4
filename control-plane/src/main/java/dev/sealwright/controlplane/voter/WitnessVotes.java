package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import java.util.Optional;

/** What can be asked of a witness that is a voter. Both may take as long as its answer does. */
public interface WitnessVotes {
    /**
     * Its signature under a checkpoint that is stored and that a member signed; empty when it gives
     * none.
     */
    Optional<NoteSignature> cosign(NoteKey witness, Note note);

    /** How many leaves it has cosigned last, as it says itself; empty when it says nothing. */
    Optional<Long> stands(NoteKey witness, SignedHead newest);
}
