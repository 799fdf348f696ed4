package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One round takes proposed leaves to their release: admission by the key service, then the commit
 * of an unsigned head, its signature, the commit of that. A round that fails anywhere leaves what
 * the next one, of any replica, goes on from. Leaves that arrive during a round make up the next
 * batch, so batches grow with the load.
 */
@Singleton
final class Sequencer {
    private final Storage storage;
    private final KeyService keyService;
    private final Batches batches;
    private final Waiters waiters;
    private final Signals signals;

    Sequencer(
            Storage storage,
            KeyService keyService,
            Batches batches,
            Waiters waiters,
            Signals signals) {
        this.storage = storage;
        this.keyService = keyService;
        this.batches = batches;
        this.waiters = waiters;
        this.signals = signals;
    }

    /** Whether there was anything to do. */
    boolean round() {
        // Admission comes first and needs no signature: leaves keep their place, and their time is
        // judged, while the HSM is
        // away.
        boolean admitted = admit();
        boolean finished = finish();
        int committed = batches.commit();
        return (committed > 0 && finish()) || finished || admitted;
    }

    private boolean admit() {
        List<PendingLeaf> leaves =
                storage.read(connection -> Pending.waiting(connection, Batches.MAX_SIZE));
        if (leaves.isEmpty()) {
            return false;
        }
        List<Admission> admissions =
                keyService.admit(leaves.stream().map(PendingLeaf::leaf).toList());
        record(leaves, admissions);
        return true;
    }

    private void record(List<PendingLeaf> leaves, List<Admission> admissions) {
        List<UUID> admitted = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            UUID id = leaves.get(i).id();
            switch (admissions.get(i)) {
                case Admission.Admitted _ -> admitted.add(id);
                case Admission.Refused no ->
                        refused.add(
                                new Refusal(id, new LeafOutcome.Refused(no.code(), no.detail())));
            }
        }
        storage.write(
                connection -> {
                    Pending.admit(connection, admitted);
                    for (Refusal each : refused) {
                        Pending.refuse(
                                connection,
                                each.id(),
                                each.outcome().code(),
                                each.outcome().detail());
                    }
                    return refused.size();
                });
        refused.forEach(each -> waiters.complete(each.id(), each.outcome()));
    }

    private record Refusal(UUID id, LeafOutcome.Refused outcome) {}

    /** Has the committed head signed, if it is not. */
    private boolean finish() {
        LogHead head = storage.read(Heads::read);
        if (!head.unsigned()) {
            return false;
        }
        List<Entry> entries =
                storage.read(
                        connection -> Entries.range(connection, head.signedSize(), head.size()));
        try {
            release(head, entries);
        } catch (KeyServiceRefusedException e) {
            // Another replica may have had it signed, and more after it.
            if (storage.read(Heads::read).equals(head)) {
                throw e;
            }
        }
        return true;
    }

    private void release(LogHead head, List<Entry> entries) {
        SignedCheckpoint checkpoint =
                append(head.signedSize(), entries.stream().map(Entry::leaf).toList());
        batches.sign(head, entries, checkpoint)
                .forEach(released -> waiters.complete(released.id(), released.outcome()));
        signals.signed(head.signedSize(), head.size());
    }

    private SignedCheckpoint append(long size, List<Bytes> leaves) {
        try {
            return keyService.append(size, leaves);
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.NOT_ADMITTED) {
                throw e;
            }
            keyService.admit(leaves);
            return keyService.append(size, leaves);
        }
    }
}
