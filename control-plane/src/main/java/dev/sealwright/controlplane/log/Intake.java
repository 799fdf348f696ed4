package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Has the key service admit what was proposed. What it refuses is told at once; what it admits goes
 * into the next batch, and is marked in the database only where that cannot be soon: asked again,
 * the key service knows what it has admitted.
 */
@Singleton
final class Intake {
    private final Storage storage;
    private final KeyService keyService;
    private final Waiters waiters;

    Intake(Storage storage, KeyService keyService, Waiters waiters) {
        this.storage = storage;
        this.keyService = keyService;
        this.waiters = waiters;
    }

    /**
     * What was found.
     *
     * @param admitted in order
     * @param any whether there was anything, refused leaves included
     */
    record Taken(List<PendingLeaf> admitted, boolean any) {}

    /** The leaves for the next batch. */
    Taken take() {
        List<PendingLeaf> open =
                storage.look(connection -> Pending.open(connection, Batches.MAX_SIZE));
        List<PendingLeaf> waiting = open.stream().filter(leaf -> !leaf.admitted()).toList();
        if (waiting.isEmpty()) {
            return new Taken(open, !open.isEmpty());
        }
        List<Bytes> leaves = waiting.stream().map(PendingLeaf::leaf).toList();
        List<UUID> refused = refuse(waiting, keyService.admit(leaves));
        return new Taken(open.stream().filter(leaf -> !refused.contains(leaf.id())).toList(), true);
    }

    /** Lets what waits keep its place while nothing can be appended. */
    void keep() {
        List<UUID> admitted =
                take().admitted().stream()
                        .filter(leaf -> !leaf.admitted())
                        .map(PendingLeaf::id)
                        .toList();
        if (!admitted.isEmpty()) {
            storage.write(
                    connection -> {
                        Pending.admit(connection, admitted);
                        return admitted;
                    });
        }
    }

    private List<UUID> refuse(List<PendingLeaf> waiting, List<Admission> admissions) {
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
        return refusals.stream().map(Refusal::id).toList();
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
