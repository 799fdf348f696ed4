package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
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
    private final AnchorsInForce anchors;
    private final LeafJudge judge;

    Following(AnchorsInForce anchors, LeafJudge judge) {
        this.anchors = anchors;
        this.judge = judge;
    }

    /** What was asked for, with everything checked that does not depend on the voter's state. */
    record Step(List<LeafJudge.Verdict.WellFormed> leaves, List<Bytes> proof, String note) {}

    Step step(List<Bytes> leaves, List<Bytes> proof, String note) {
        if (leaves.isEmpty()) {
            throw new KeyServiceRefusedException(RefusalCode.MALFORMED, "no leaves to follow");
        }
        goal(note);
        Step step = new Step(leaves.stream().map(this::wellFormed).toList(), proof, note);
        boolean endsWithChange =
                step.leaves().stream()
                        .limit(leaves.size() - 1L)
                        .noneMatch(each -> each.role() == LeafRole.ANCHORS_CHANGE);
        if (!endsWithChange) {
            throw new KeyServiceRefusedException(
                    RefusalCode.MALFORMED, "leaves that go on after a change of anchors");
        }
        return step;
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
            return VerifiedCheckpoint.verify(Note.parse(note), anchors.chain()).checkpoint();
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        } catch (VerificationException e) {
            throw new KeyServiceRefusedException(
                    RefusalCode.RECEIPT, String.valueOf(e.getMessage()));
        }
    }

    /** The event that takes the leaves in, at a voter that stands here. */
    VoterEvent.Followed event(Frontier current, Step step) {
        anchors.requireConfirmed();
        requireKnown(step.leaves().getLast().leaf());
        Frontier after =
                current.appendAll(
                        step.leaves().stream().map(LeafJudge.Verdict.WellFormed::hash).toList());
        // Again: other anchors may be in force since the first time.
        Checkpoint goal = goal(step.note());
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

    /** Without the document that it names, the voter would not know who votes from there on. */
    private void requireKnown(Leaf leaf) {
        if (leaf.body() instanceof LeafBody.Anchors body && body.isChange()) {
            anchors.refusal(body)
                    .ifPresent(
                            refusal -> {
                                throw new KeyServiceRefusedException(
                                        refusal.code(), refusal.detail());
                            });
        }
    }

    private AdmittedLeaf taken(LeafJudge.Verdict.WellFormed wellFormed) {
        Leaf leaf = wellFormed.leaf();
        return new AdmittedLeaf(
                wellFormed.hash(),
                wellFormed.role(),
                VoterState.teaches(leaf.body()) ? leaf.encode() : Bytes.EMPTY,
                Approvable.guarded(leaf.body())
                        ? new Approvable(anchors.current().origin(), leaf.org(), leaf.body())
                                .subject()
                        : Bytes.EMPTY);
    }
}
