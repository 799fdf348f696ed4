package dev.sealwright.protocol.receipt;

import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The voters behind a checkpoint.
 *
 * @param anchors that it was held against
 * @param voters those that signed it by Ed25519
 * @param postQuantum those of them that signed it by ML-DSA-65, too
 * @param whole whether each voter has signed by all its keys
 */
record Quorum(
        VerifiedAnchors anchors,
        Checkpoint checkpoint,
        List<Voter> voters,
        List<Voter> postQuantum,
        boolean whole) {
    /** What may be left out. Nothing that is there may be false. */
    enum Demand {
        /** Each voter signs by all its keys. */
        WHOLE,
        /** Post-quantum signatures may be missing, as they are from receipts. */
        CLASSICAL
    }

    /**
     * Under the anchors of its epoch that its size falls to, those alone, and, of a closed epoch,
     * not beyond where it was closed.
     */
    static Quorum check(Note note, AnchorsChain chain, Demand demand) {
        Checkpoint shown = Checkpoint.parse(note.text());
        String origin = shown.origin();
        Quorum quorum =
                check(note, chain.at(origin, shown.size()).orElseGet(chain::current), demand);
        if (chain.closed(origin).filter(epoch -> shown.size() > epoch.size()).isPresent()) {
            throw new VerificationException(
                    Reason.ROLLBACK, "a checkpoint beyond where its epoch was closed");
        }
        return quorum;
    }

    static Quorum check(Note note, VerifiedAnchors anchors, Demand demand) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        String origin = anchors.origin();
        if (!checkpoint.origin().equals(origin)) {
            throw new VerificationException(Reason.ORIGIN, "a checkpoint of another log");
        }
        List<Voter> voters =
                anchors.voters().stream()
                        .filter(each -> signed(note, each.noteKey(origin), "a false signature"))
                        .toList();
        if (voters.size() < anchors.quorum()) {
            throw new VerificationException(
                    Reason.QUORUM,
                    "a checkpoint with " + voters.size() + " of " + anchors.quorum() + " voters");
        }
        List<Voter> postQuantum = postQuantum(note, origin, voters);
        Optional<Voter> half =
                voters.stream()
                        .filter(each -> each.postQuantumKey().isPresent())
                        .filter(each -> !postQuantum.contains(each))
                        .findFirst();
        if (half.isPresent() && demand == Demand.WHOLE) {
            throw new VerificationException(
                    Reason.SIGNATURE,
                    "a checkpoint without the post-quantum signature of voter "
                            + half.get().name());
        }
        return new Quorum(anchors, checkpoint, voters, postQuantum, half.isEmpty());
    }

    private static List<Voter> postQuantum(Note note, String origin, List<Voter> voters) {
        List<Voter> signed = new ArrayList<>();
        for (Voter voter : voters) {
            voter.postQuantumNoteKey(origin)
                    .filter(key -> signed(note, key, "a false post-quantum signature"))
                    .ifPresent(_ -> signed.add(voter));
        }
        return List.copyOf(signed);
    }

    private static boolean signed(Note note, NoteKey key, String otherwise) {
        if (note.signedBy(key)) {
            return true;
        }
        if (note.claims(key)) {
            throw new VerificationException(
                    Reason.SIGNATURE, "a checkpoint with " + otherwise + " of a voter");
        }
        return false;
    }
}
