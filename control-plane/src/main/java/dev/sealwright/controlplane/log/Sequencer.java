package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.Appended;
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
 * committed, and those admitted that wait, by one call of the key service; then it commits that
 * signature together with the next batch. One sync of a disk each, for both; its receipts go out
 * while the next one runs. Leaves that arrive during a round make up the next batch, so batches
 * grow with the load. While more wait than a batch holds, the next batch is stored while the last
 * one is signed and the one after it is admitted. A round that fails anywhere leaves what the next
 * one, of any replica, goes on from.
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

    /** What the key service made of a batch, and of the leaves that are to come after it. */
    private record Step(Optional<SignedBatch> signed, Intake.Taken next) {}

    /** Whether there was anything to do. */
    boolean round() {
        Optional<Beside<Intake.Taken>> next = ahead;
        ahead = Optional.empty();
        Optional<Intake.Taken> taken = next.map(Beside::result);
        Optional<Committed> last = last();
        Beside<Step> step =
                taken.isPresent()
                        ? Beside.begin(threads, () -> beside(last, taken.get()))
                        : Beside.begin(Runnable::run, () -> step(last, Intake.Taken.NOTHING));
        Signing signing = new Signing(last, step.then(Step::signed));
        try {
            signing.requireUnfailed();
            Intake.Taken mine = taken.orElseGet(() -> step.result().next());
            if (mine.full()) {
                ahead =
                        Optional.of(
                                taken.isPresent()
                                        ? step.then(Step::next)
                                        : Beside.begin(threads, () -> intake.take(mine)));
            }
            if (signing.isOfNothing() && mine.admitted().isEmpty()) {
                return mine.any();
            }
            commit(signing, mine.admitted());
            return true;
        } catch (RuntimeException e) {
            forsake(signing, e);
            throw e;
        }
    }

    /** While others are stored; nothing is taken behind the last that wait. */
    private Step beside(Optional<Committed> last, Intake.Taken stored) {
        return stored.full()
                ? step(last, stored)
                : new Step(last.flatMap(this::signed), Intake.Taken.NOTHING);
    }

    private Step step(Optional<Committed> last, Intake.Taken stored) {
        Pending.Open open = intake.look(stored);
        return last.flatMap(batch -> together(batch, open))
                .orElseGet(() -> new Step(last.flatMap(this::signed), intake.admit(open)));
    }

    /** By one call; empty if that is not possible, or if the key service refuses one of them. */
    private Optional<Step> together(Committed batch, Pending.Open open) {
        List<Bytes> proposed = open.proposed();
        if (proposed.isEmpty() || batch.changesAnchors()) {
            return Optional.empty();
        }
        try {
            Appended both = keyService.appendAndAdmit(batch.from(), batch.leaves(), proposed);
            return Optional.of(
                    new Step(
                            Optional.of(new SignedBatch(batch, both.checkpoint())),
                            intake.taken(open, both.admissions())));
        } catch (KeyServiceRefusedException e) {
            // Asked for by itself, each tells why, and the other is not held up by it.
            return Optional.empty();
        }
    }

    /** Has what is committed signed and released, and takes nothing new. */
    void settle() {
        Optional<Committed> last = last();
        Signing signing =
                new Signing(last, Beside.begin(Runnable::run, () -> last.flatMap(this::signed)));
        if (!signing.isOfNothing()) {
            commit(signing, List.of());
        }
        releasing.result();
    }

    private void commit(Signing signing, List<AdmittedLeaf> admitted) {
        Optional<Committed> next = committed(signing, admitted);
        signing.result().ifPresent(this::release);
        open = next;
    }

    private Optional<Committed> committed(Signing signing, List<AdmittedLeaf> admitted) {
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
        if (signed.batch().changesAnchors() || anchors.isNew()) {
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

    /** What is committed and not signed, unless every head is. */
    private Optional<Committed> last() {
        Optional<Committed> mine = open;
        // Whatever fails from here on is read again.
        open = Optional.empty();
        return mine.isPresent() ? mine : batches.unsigned();
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
