package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Admission;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has the key service admit what was proposed. What it refuses is told at once; what it admits goes
 * into the next batch, and is marked in the database only where that cannot be soon: asked again,
 * the key service knows what it has admitted.
 */
@Singleton
final class Intake {
    private final Storage storage;
    private final Questions questions;
    private final Waiters waiters;
    private final QueueStart start = new QueueStart(System::nanoTime);

    Intake(Storage storage, Questions questions, Waiters waiters) {
        this.storage = storage;
        this.questions = questions;
        this.waiters = waiters;
    }

    /**
     * What was found.
     *
     * @param admitted in order
     * @param any whether there was anything, refused leaves included
     * @param full whether there may be more
     */
    record Taken(List<AdmittedLeaf> admitted, boolean any, boolean full) {
        List<PendingLeaf> leaves() {
            return admitted.stream().map(AdmittedLeaf::pending).toList();
        }
    }

    /** The leaves that may be in the next batch, if they are admitted. */
    Pending.Open look() {
        return look(List.of());
    }

    /**
     * The same behind leaves whose batches are under way.
     *
     * @param under those that are about to be stored or admitted
     */
    Pending.Open look(List<PendingLeaf> under) {
        long from = start.forLook();
        Set<UUID> ids = under.stream().map(PendingLeaf::id).collect(Collectors.toUnmodifiableSet());
        Pending.Open open =
                storage.look(connection -> Pending.open(connection, from, ids, Batches.MAX_SIZE));
        LongSummaryStatistics positions =
                Stream.concat(under.stream(), open.leaves().stream())
                        .mapToLong(PendingLeaf::position)
                        .summaryStatistics();
        start.found(positions.getMin(), positions.getMax());
        return open;
    }

    /**
     * What is left of them.
     *
     * @param admissions one for each that waits, in order
     */
    Taken taken(Pending.Open open, List<Admission> admissions) {
        Set<UUID> refused = refuse(open.waiting(), admissions);
        return new Taken(
                open.leaves().stream()
                        .filter(leaf -> !refused.contains(leaf.id()))
                        .map(AdmittedLeaf::of)
                        .toList(),
                !open.leaves().isEmpty(),
                open.full());
    }

    /** What is left of them once the key service was asked. */
    Taken judged(Pending.Open open) {
        return taken(open, questions.judged(open.proposed()));
    }

    /** Lets what waits keep its place while nothing can be appended. */
    void keep() {
        List<PendingLeaf> admitted =
                judged(look()).leaves().stream().filter(leaf -> !leaf.admitted()).toList();
        if (!admitted.isEmpty()) {
            storage.write(
                    connection -> {
                        Pending.admit(connection, admitted);
                        return admitted;
                    });
        }
    }

    private Set<UUID> refuse(List<PendingLeaf> waiting, List<Admission> admissions) {
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            if (admissions.get(i) instanceof Admission.Refused no) {
                refusals.add(
                        new Refusal(
                                waiting.get(i).id(),
                                new LeafOutcome.Refused(no.code(), no.detail())));
            }
        }
        if (!refusals.isEmpty()) {
            store(refusals);
            refusals.forEach(each -> waiters.complete(each.id(), each.outcome()));
        }
        return refusals.stream().map(Refusal::id).collect(Collectors.toUnmodifiableSet());
    }

    private record Refusal(UUID id, LeafOutcome.Refused outcome) {}

    private void store(List<Refusal> refusals) {
        storage.write(
                connection -> {
                    for (Refusal each : refusals) {
                        Pending.refuse(
                                connection,
                                each.id(),
                                each.outcome().code(),
                                each.outcome().detail());
                    }
                    return refusals.size();
                });
    }
}
