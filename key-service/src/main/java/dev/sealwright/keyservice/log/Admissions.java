package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.PruningBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which leaves of a batch are admitted, and keeps them. Not safe for concurrent use. */
final class Admissions {
    private final VoterStore store;
    private final LeafJudge judge;
    private final AdmissionQuota quota;
    private final String origin;
    private final KeyMaterial material;
    private final AnchorsInForce anchors;

    Admissions(
            VoterStore store,
            LeafJudge judge,
            AdmissionQuota quota,
            String origin,
            KeyMaterial material,
            AnchorsInForce anchors) {
        this.store = store;
        this.judge = judge;
        this.quota = quota;
        this.origin = origin;
        this.material = material;
        this.anchors = anchors;
    }

    /** One answer a verdict, in order; what is admitted is on disk when the call returns. */
    List<Admission> admit(List<LeafJudge.Verdict> verdicts, Instant now) {
        Batch batch = new Batch(store.state(), now);
        List<Admission> answers = new ArrayList<>(verdicts.size());
        for (LeafJudge.Verdict verdict : verdicts) {
            answers.add(
                    switch (verdict) {
                        case LeafJudge.Verdict.Malformed malformed -> malformed.refusal();
                        case LeafJudge.Verdict.WellFormed leaf -> batch.admit(leaf);
                    });
        }
        if (!batch.fresh.isEmpty()) {
            store.commit(new VoterEvent.Admitted(now, batch.fresh));
        }
        return List.copyOf(answers);
    }

    /** What is new in this call. */
    private final class Batch {
        private final VoterState state;
        private final Instant now;
        private final List<AdmittedLeaf> fresh = new ArrayList<>();
        private final Set<Bytes> hashes = new HashSet<>();
        private final Set<Bytes> subjects = new HashSet<>();
        private long learning;

        Batch(VoterState state, Instant now) {
            this.state = state;
            this.now = now;
            this.learning = state.learning();
        }

        Admission admit(LeafJudge.Verdict.WellFormed leaf) {
            if (state.isAdmitted(leaf.hash()) || hashes.contains(leaf.hash())) {
                return new Admission.Admitted(leaf.hash());
            }
            Optional<Bytes> needed = state.authorities().needed(leaf.leaf(), origin);
            Optional<Admission.Refused> refusal =
                    refuseByPlace(leaf.role())
                            .or(() -> judge.refusal(leaf.leaf(), now))
                            .or(() -> refuseAnchors(leaf.leaf()))
                            .or(() -> refusePruning(leaf.leaf()))
                            .or(() -> state.authorities().refusal(leaf.leaf(), needed, now))
                            .or(() -> refuseSecond(leaf.leaf(), needed))
                            .or(() -> state.keys().refusal(leaf.leaf(), material, now))
                            .or(() -> state.orgKeys().refusal(leaf.leaf(), material, now))
                            .or(() -> refuseByRoom(leaf.leaf()))
                            .or(() -> refuseByQuota(leaf));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            hashes.add(leaf.hash());
            learning += VoterState.teaches(leaf.leaf().body()) ? 1 : 0;
            fresh.add(
                    new AdmittedLeaf(
                            leaf.hash(),
                            leaf.role(),
                            VoterState.teaches(leaf.leaf().body())
                                    ? leaf.leaf().encode()
                                    : Bytes.EMPTY,
                            needed.orElse(Bytes.EMPTY)));
            return new Admission.Admitted(leaf.hash());
        }

        private Optional<Admission.Refused> refuseByPlace(LeafRole role) {
            return judge.places().mayStandFrom(role, state.current().size())
                    ? Optional.empty()
                    : LeafJudge.refuse(
                            RefusalCode.NOT_ALLOWED,
                            "leaves of this type stand where an epoch begins only");
        }

        private Optional<Admission.Refused> refuseAnchors(Leaf leaf) {
            return leaf.body() instanceof LeafBody.Anchors body && body.isChange()
                    ? anchors.refusal(body)
                    : Optional.empty();
        }

        private Optional<Admission.Refused> refusePruning(Leaf leaf) {
            return leaf.body() instanceof PruningBody body
                    ? state.lasting().refusal(body)
                    : Optional.empty();
        }

        /** Within one call, too, an approval is given once and used once. */
        private Optional<Admission.Refused> refuseSecond(Leaf leaf, Optional<Bytes> needed) {
            Optional<Bytes> subject =
                    leaf.body() instanceof AuthorityBody.Approval approval
                            ? Optional.of(approval.subject())
                            : needed;
            return subject.filter(each -> !subjects.add(each)).isPresent()
                    ? LeafJudge.refuse(
                            RefusalCode.APPROVAL, "an approval is given once and used once")
                    : Optional.empty();
        }

        private Optional<Admission.Refused> refuseByRoom(Leaf leaf) {
            boolean toLearn =
                    !VoterState.teaches(leaf.body()) || learning < VoterState.MAX_LEARNING;
            return toLearn && state.hasRoom(now, fresh.size() + 1)
                    ? Optional.empty()
                    : LeafJudge.refuse(
                            RefusalCode.OVERLOADED,
                            "too many admitted leaves wait for their append");
        }

        private Optional<Admission.Refused> refuseByQuota(LeafJudge.Verdict.WellFormed leaf) {
            return quota.charge(leaf.leaf().type(), leaf.leaf().org(), now)
                    ? Optional.empty()
                    : LeafJudge.refuse(
                            RefusalCode.QUOTA, "the quota of this leaf type is used up for now");
        }
    }
}
