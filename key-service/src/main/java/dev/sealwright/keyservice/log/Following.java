package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.log.ShownLeaves.Shown;
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
    record Step(ShownLeaves leaves, List<Bytes> proof, String note) {}

    /** See {@link dev.sealwright.keyservice.api.KeyService#follow}. */
    Step step(List<Bytes> leaves, List<Bytes> gone, List<Bytes> proof, String note) {
        ShownLeaves shown = ShownLeaves.of(judge, leaves, gone);
        goal(note);
        return new Step(shown, proof, note);
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

    /** The event that takes the leaves in, at a voter in this state. */
    VoterEvent.Followed event(VoterState state, Step step) {
        Frontier current = state.current();
        ShownLeaves leaves = step.leaves();
        anchors.requireConfirmed();
        leaves.requirePlaces(judge.places(), state.lasting(), current.size());
        leaves.last().ifPresent(this::requireKnown);
        Frontier after = current.appendAll(leaves.hashes());
        // Again: other anchors may be in force since the first time.
        Checkpoint goal = goal(step.note());
        if (!ConsistencyProof.verify(
                after.size(), after.root(), goal.size(), goal.root(), step.proof())) {
            throw new KeyServiceRefusedException(
                    RefusalCode.FORKED,
                    "what this voter holds and these leaves do not lead to the checkpoint");
        }
        return new VoterEvent.Followed(
                current.size(), leaves.time(), leaves.all().stream().map(this::taken).toList());
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

    private AdmittedLeaf taken(Shown shown) {
        return switch (shown) {
            case Shown.Gone(Bytes hash) -> AdmittedLeaf.of(hash, LeafRole.GONE);
            case Shown.Whole(Leaf leaf, Bytes hash, LeafRole role) ->
                    new AdmittedLeaf(
                            hash,
                            role,
                            VoterState.teaches(leaf.body()) ? leaf.encode() : Bytes.EMPTY,
                            Approvable.guarded(leaf.body())
                                    ? new Approvable(
                                                    anchors.current().origin(),
                                                    leaf.org(),
                                                    leaf.body())
                                            .subject()
                                    : Bytes.EMPTY);
        };
    }
}
