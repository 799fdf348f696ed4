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
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Takes proposed leaves to their release: admission by the key service, the commit of an unsigned
 * head, its signature, the commit of that. A round has the batch signed that the one before has
 * committed, and commits that signature together with the next batch: one sync of the disk for
 * both; its receipts go out while the next one runs. Leaves that arrive during a round make up the
 * next batch, so batches grow with the load. While more wait than a batch holds, the next batch is
 * stored while the last one is signed and the one after it is admitted. A round that fails anywhere
 * leaves what the next one, of any replica, goes on from.
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

    /** The leaves after the last ones taken here, where those were as many as a batch holds. */
    private Optional<Beside<Intake.Taken>> ahead = Optional.empty();

    /** The receipts of the last round, on their way to whoever waits. */
    private Beside<Boolean> releasing = Beside.done(true);

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
        Optional<Beside<Intake.Taken>> next = ahead;
        ahead = Optional.empty();
        Signing signing = sign(next.isPresent() ? threads : Runnable::run);
        try {
            return round(signing, next);
        } catch (RuntimeException e) {
            forsake(signing, e);
            throw e;
        }
    }

    private boolean round(Signing signing, Optional<Beside<Intake.Taken>> next) {
        signing.requireUnfailed();
        Intake.Taken taken = next.map(Beside::result).orElseGet(() -> intake.take(Set.of()));
        if (taken.full()) {
            ahead = Optional.of(Beside.begin(threads, () -> intake.take(taken.ids())));
        }
        if (signing.isOfNothing() && taken.admitted().isEmpty()) {
            return taken.any();
        }
        commit(signing, taken.admitted());
        return true;
    }

    /** Has what is committed signed and released, and takes nothing new. */
    void settle() {
        Signing signing = sign(Runnable::run);
        if (!signing.isOfNothing()) {
            commit(signing, List.of());
        }
        releasing.result();
    }

    private void commit(Signing signing, List<PendingLeaf> admitted) {
        Optional<Committed> next = committed(signing, admitted);
        signing.result().ifPresent(this::release);
        open = next;
    }

    private Optional<Committed> committed(Signing signing, List<PendingLeaf> admitted) {
        try {
            return batches.commit(signing, admitted);
        } catch (LateSignatureException e) {
            signing.end();
            return batches.commit(signing, admitted);
        }
    }

    /** What kept the last round's receipts back is thrown when this one's are on their way. */
    private void release(SignedBatch signed) {
        Beside<Boolean> last = releasing;
        last.end();
        releasing = Beside.begin(threads, () -> receipts(signed));
        boolean anchorsLeaf = signed.batch().entries().getLast().type().equals("anchors");
        if (anchorsLeaf || anchors.isNew()) {
            anchors.refresh();
        }
        last.result();
    }

    private boolean receipts(SignedBatch signed) {
        batches.released(signed)
                .forEach(released -> waiters.complete(released.id(), released.outcome()));
        Committed batch = signed.batch();
        signals.signed(batch.from(), batch.head().size());
        return true;
    }

    /** Has the committed head signed, unless every head is. */
    private Signing sign(Executor where) {
        Optional<Committed> mine = open;
        // Whatever fails from here on is read again.
        open = Optional.empty();
        Optional<Committed> unsigned = mine.isPresent() ? mine : batches.unsigned();
        return new Signing(unsigned, Beside.begin(where, () -> unsigned.flatMap(this::signed)));
    }

    private Optional<SignedBatch> signed(Committed batch) {
        try {
            return Optional.of(new SignedBatch(batch, append(batch.from(), batch.leaves())));
        } catch (KeyServiceRefusedException e) {
            if (hasMoved(batch)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Another replica may have had it signed, and more after it. */
    private boolean hasMoved(Committed batch) {
        return !storage.read(Heads::read).equals(batch.head());
    }

    /** Nothing of a round that failed is under way when the next one begins. */
    private void forsake(Signing signing, RuntimeException failure) {
        signing.end();
        ahead.ifPresent(Beside::end);
        ahead = Optional.empty();
        if (signing.failed()) {
            keepPlaces(failure);
        }
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
