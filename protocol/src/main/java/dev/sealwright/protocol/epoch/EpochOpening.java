package dev.sealwright.protocol.epoch;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.ceremony.Consents;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.EpochBody.ClosedBy;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that an epoch is opened with, beside its anchors.
 *
 * @param past anchors documents of the closed epochs, as many as there are
 * @param heads what says where the last one ended: closings of its voters, or a checkpoint
 * @param restored checkpoint of the leaves that are taken over
 * @param approvals of the last one's operators
 */
public record EpochOpening(
        List<Bytes> past, List<Note> heads, Note restored, List<Approval> approvals) {
    public static final int MAX_SIZE = 8 * 1024 * 1024;

    public EpochOpening {
        past = List.copyOf(past);
        heads = List.copyOf(heads);
        approvals = List.copyOf(approvals);
    }

    public EpochOpening approvedBy(List<Approval> consents) {
        return new EpochOpening(past, heads, restored, consents);
    }

    public Bytes encode() {
        return EpochOpeningCodec.encode(this);
    }

    public static EpochOpening decode(Bytes encoded) {
        return EpochOpeningCodec.decode(encoded);
    }

    /**
     * The first leaf of the epoch of these anchors, its approvals included.
     *
     * @throws VerificationException unless all of it holds together and enough operators approve
     */
    public EpochBody verify(VerifiedAnchors next) {
        EpochBody draft = draft(next);
        Consents.require(predecessor(next).content(), draft.message(), approvals);
        return draft.approvedBy(approvals);
    }

    /**
     * How many operators approve.
     *
     * @throws VerificationException for an approval that is none
     */
    public int consents(VerifiedAnchors next) {
        return Consents.count(predecessor(next).content(), draft(next).message(), approvals);
    }

    /**
     * The same without approvals: what operators are asked to sign.
     *
     * @throws VerificationException unless all but the approvals holds together
     */
    public EpochBody draft(VerifiedAnchors next) {
        ClosedEpoch closed = closed(next);
        AnchorsChain chain = AnchorsChain.of(next, past);
        Checkpoint taken = VerifiedCheckpoint.verify(restored, chain).checkpoint();
        require(
                taken.size() == closed.restoredSize() && taken.root().equals(closed.restoredRoot()),
                "the anchors take over other leaves than were restored");
        return new EpochBody(
                next.origin(),
                closed.origin(),
                closed.size(),
                closed.root(),
                closed.restoredSize(),
                closed.restoredRoot(),
                next.digest(),
                closedBy(closed, predecessor(next)),
                List.of());
    }

    /** The anchors that the epoch before ended under. */
    public VerifiedAnchors predecessor(VerifiedAnchors next) {
        return AnchorsChain.of(next, past)
                .of(closed(next).origin())
                .orElseThrow(() -> refused("the anchors of the closed epoch are missing"));
    }

    private static ClosedEpoch closed(VerifiedAnchors next) {
        return next.content()
                .predecessor()
                .orElseThrow(() -> refused("these anchors follow no closed epoch"));
    }

    private ClosedBy closedBy(ClosedEpoch closed, VerifiedAnchors predecessor) {
        Checkpoint head = new Checkpoint(closed.origin(), closed.size(), closed.root());
        Set<Bytes> closers = new HashSet<>();
        boolean reached = false;
        for (Note note : heads) {
            Checkpoint said = said(note, predecessor);
            Closing.read(note)
                    .flatMap(any -> Closing.signer(note, predecessor))
                    .ifPresent(voter -> closers.add(voter.key()));
            require(said.size() <= head.size(), "a head beyond where the epoch is closed");
            require(
                    said.size() < head.size() || said.equals(head),
                    "heads of one size with two roots");
            reached |= said.equals(head);
        }
        require(reached, "nothing says that the epoch ended there");
        return closers.size() >= predecessor.quorum() ? ClosedBy.VOTERS : ClosedBy.CHECKPOINT;
    }

    private static Checkpoint said(Note note, VerifiedAnchors predecessor) {
        return Closing.read(note)
                .map(
                        closing -> {
                            require(
                                    closing.head().origin().equals(predecessor.origin())
                                            && Closing.signer(note, predecessor).isPresent(),
                                    "a closing that no voter of the epoch signed");
                            return closing.head();
                        })
                .orElseGet(() -> VerifiedCheckpoint.ofReceipt(note, predecessor).checkpoint());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(otherwise);
        }
    }

    private static VerificationException refused(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
