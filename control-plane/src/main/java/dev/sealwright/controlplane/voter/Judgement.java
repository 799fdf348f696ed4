package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What several members' judgements of the same leaves come to. A leaf is admitted when a quorum
 * admits it; or, where witnesses complete the quorum, when nobody refuses it. Once in the log it
 * needs as many to sign it, and one that too few admitted would hold the log up.
 */
final class Judgement {
    private final Electorate electorate;

    Judgement(Electorate electorate) {
        this.electorate = electorate;
    }

    /** Whether no further answer can change anything. */
    boolean isCertain(List<List<Admission>> answers, int leaves) {
        for (int i = 0; i < leaves; i++) {
            int admitting = admitting(answers, i).size();
            int refusing = answers.size() - admitting;
            if (admitting < electorate.quorum()
                    && electorate.members() - refusing >= electorate.quorum()) {
                return false;
            }
        }
        return true;
    }

    /**
     * One answer a leaf, in order; empty when too few members have judged for any.
     *
     * @param answers of those that answered, each with one a leaf
     */
    Optional<List<Admission>> of(List<List<Admission>> answers, int leaves) {
        List<Admission> all = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            Optional<Admission> each = one(answers, i);
            if (each.isEmpty()) {
                return Optional.empty();
            }
            all.add(each.get());
        }
        return Optional.of(List.copyOf(all));
    }

    private Optional<Admission> one(List<List<Admission>> answers, int index) {
        List<Admission> admitting = admitting(answers, index);
        Optional<Admission> refusal =
                answers.stream()
                        .map(each -> each.get(index))
                        .filter(Admission.Refused.class::isInstance)
                        .findFirst();
        int alone = Math.max(1, electorate.quorum() - electorate.witnesses());
        if (admitting.size() >= electorate.quorum()
                || (refusal.isEmpty() && admitting.size() >= alone)) {
            return Optional.of(admitting.getFirst());
        }
        return refusal;
    }

    private static List<Admission> admitting(List<List<Admission>> answers, int index) {
        return answers.stream()
                .map(each -> each.get(index))
                .filter(Admission.Admitted.class::isInstance)
                .toList();
    }
}
