package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.util.List;

/**
 * Decides whether a voter that was away may take leaves that others signed: what it holds, the
 * leaves, and a checkpoint that a quorum signed have to be one history.
 */
final class Following {
    private final VerifiedAnchors anchors;
    private final LeafJudge judge;

    Following(VerifiedAnchors anchors, LeafJudge judge) {
        this.anchors = anchors;
        this.judge = judge;
    }

    /** What was asked for, with everything checked that does not depend on the voter's state. */
    record Step(List<LeafJudge.Verdict.WellFormed> leaves, List<Bytes> proof, Checkpoint goal) {}

    Step step(List<Bytes> leaves, List<Bytes> proof, String note) {
        if (leaves.isEmpty()) {
            throw new KeyServiceRefusedException(RefusalCode.MALFORMED, "no leaves to follow");
        }
        return new Step(leaves.stream().map(this::wellFormed).toList(), proof, goal(note));
    }

    private LeafJudge.Verdict.WellFormed wellFormed(Bytes leaf) {
        return switch (judge.decode(leaf)) {
            case LeafJudge.Verdict.WellFormed wellFormed -> wellFormed;
            case LeafJudge.Verdict.Malformed(var refusal) ->
                    throw new KeyServiceRefusedException(refusal.code(), refusal.detail());
        };
    }

    private Checkpoint goal(String note) {
        try {
            return VerifiedCheckpoint.verify(Note.parse(note), anchors).checkpoint();
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        } catch (VerificationException e) {
            throw new KeyServiceRefusedException(
                    RefusalCode.RECEIPT, String.valueOf(e.getMessage()));
        }
    }

    /** The event that takes the leaves in, at a voter that stands here. */
    VoterEvent.Followed event(Frontier current, Step step) {
        Frontier after =
                current.appendAll(
                        step.leaves().stream().map(LeafJudge.Verdict.WellFormed::hash).toList());
        Checkpoint goal = step.goal();
        if (!ConsistencyProof.verify(
                after.size(), after.root(), goal.size(), goal.root(), step.proof())) {
            throw new KeyServiceRefusedException(
                    RefusalCode.FORKED,
                    "what this voter holds and these leaves do not lead to the checkpoint");
        }
        return new VoterEvent.Followed(
                current.size(),
                step.leaves().getLast().leaf().time(),
                step.leaves().stream().map(this::taken).toList());
    }

    private AdmittedLeaf taken(LeafJudge.Verdict.WellFormed wellFormed) {
        Leaf leaf = wellFormed.leaf();
        return new AdmittedLeaf(
                wellFormed.hash(),
                wellFormed.role(),
                VoterState.teaches(leaf.body()) ? leaf.encode() : Bytes.EMPTY,
                Approvable.guarded(leaf.body())
                        ? new Approvable(anchors.origin(), leaf.org(), leaf.body()).subject()
                        : Bytes.EMPTY);
    }
}
