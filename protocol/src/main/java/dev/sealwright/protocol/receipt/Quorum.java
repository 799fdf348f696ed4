package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;

/** Counts the voters behind a checkpoint. */
final class Quorum {
    private Quorum() {}

    /**
     * Under the anchors of its epoch that its size falls to, those alone, and, of a closed epoch,
     * not beyond where it was closed.
     */
    static Checkpoint check(Note note, AnchorsChain chain) {
        Checkpoint shown = Checkpoint.parse(note.text());
        String origin = shown.origin();
        Checkpoint checkpoint =
                check(note, chain.at(origin, shown.size()).orElseGet(chain::current));
        if (chain.closed(origin).filter(epoch -> checkpoint.size() > epoch.size()).isPresent()) {
            throw new VerificationException(
                    Reason.ROLLBACK, "a checkpoint beyond where its epoch was closed");
        }
        return checkpoint;
    }

    static Checkpoint check(Note note, VerifiedAnchors anchors) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(anchors.origin())) {
            throw new VerificationException(Reason.ORIGIN, "a checkpoint of another log");
        }
        int signed = 0;
        for (Voter voter : anchors.voters()) {
            NoteKey key = voter.noteKey(anchors.origin());
            if (note.signedBy(key)) {
                signed++;
            } else if (note.claims(key)) {
                throw new VerificationException(
                        Reason.SIGNATURE, "a checkpoint with a false signature of a voter");
            }
        }
        if (signed < anchors.quorum()) {
            throw new VerificationException(
                    Reason.QUORUM,
                    "a checkpoint with " + signed + " of " + anchors.quorum() + " voters");
        }
        return checkpoint;
    }
}
