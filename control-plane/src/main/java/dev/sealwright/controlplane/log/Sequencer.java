package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Takes proposed leaves to their release: admission by the key service, the commit of an unsigned
 * head, its signature, the commit of that. A round has the batch signed that the one before has
 * committed, and commits that signature together with the next batch: one sync of the disk for
 * both; its receipts go out while the next one runs. Leaves that arrive during a round make up the
 * next batch, so batches grow with the load. A round that fails anywhere leaves what the next one,
 * of any replica, goes on from.
 */
@Singleton
final class Sequencer {
    private final Storage storage;
    private final KeyService keyService;
    private final Batches batches;
    private final Intake intake;
    private final Waiters waiters;
    private final Signals signals;
    private final AnchorsInForce anchors;
    private final Executor threads;

    /** What the last round here committed; anybody else may have had it signed since. */
    private Optional<Committed> open = Optional.empty();

    /** The receipts of the last round, on their way to whoever waits. */
    private Beside releasing = Beside.NOTHING;

    Sequencer(
            Storage storage,
            KeyService keyService,
            Batches batches,
            Intake intake,
            Waiters waiters,
            Signals signals,
            AnchorsInForce anchors,
            @Named(LogThreads.BESIDE) Executor threads) {
        this.threads = threads;
        this.storage = storage;
        this.keyService = keyService;
        this.batches = batches;
        this.intake = intake;
        this.waiters = waiters;
        this.signals = signals;
        this.anchors = anchors;
    }

    /** Whether there was anything to do. */
    boolean round() {
        Optional<SignedBatch> signed = signed();
        Intake.Taken taken = intake.take();
        if (signed.isEmpty() && taken.admitted().isEmpty()) {
            return taken.any();
        }
        commit(signed, taken.admitted());
        return true;
    }

    /** Has what is committed signed and released, and takes nothing new. */
    void settle() {
        Optional<SignedBatch> signed = signed();
        if (signed.isPresent()) {
            commit(signed, List.of());
        }
        releasing.requireDone();
    }

    private void commit(Optional<SignedBatch> signed, List<PendingLeaf> admitted) {
        Optional<Committed> next = batches.commit(signed, admitted);
        signed.ifPresent(this::release);
        open = next;
    }

    /** What kept the last round's receipts back is thrown when this one's are on their way. */
    private void release(SignedBatch signed) {
        Beside last = releasing;
        last.end();
        releasing = Beside.begin(threads, () -> receipts(signed));
        boolean anchorsLeaf = signed.batch().entries().getLast().type().equals("anchors");
        if (anchorsLeaf || anchors.isNew()) {
            anchors.refresh();
        }
        last.requireDone();
    }

    private void receipts(SignedBatch signed) {
        batches.released(signed)
                .forEach(released -> waiters.complete(released.id(), released.outcome()));
        Committed batch = signed.batch();
        signals.signed(batch.from(), batch.head().size());
    }

    /** The committed head with its signature; empty if every head is signed. */
    private Optional<SignedBatch> signed() {
        Optional<Committed> mine = open;
        // Whatever fails from here on is read again.
        open = Optional.empty();
        Optional<Committed> unsigned = mine.isPresent() ? mine : batches.unsigned();
        return unsigned.flatMap(this::signed);
    }

    private Optional<SignedBatch> signed(Committed batch) {
        try {
            return Optional.of(new SignedBatch(batch, append(batch.from(), batch.leaves())));
        } catch (RuntimeException e) {
            if (e instanceof KeyServiceRefusedException && hasMoved(batch)) {
                return Optional.empty();
            }
            keepPlaces(e);
            throw e;
        }
    }

    /** Another replica may have had it signed, and more after it. */
    private boolean hasMoved(Committed batch) {
        return !storage.read(Heads::read).equals(batch.head());
    }

    /** Leaves keep their place, and their time is judged, while the HSM is away. */
    private void keepPlaces(RuntimeException away) {
        try {
            intake.keep();
        } catch (RuntimeException e) {
            away.addSuppressed(e);
        }
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
