package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Takes proposed leaves to their release: admission by the key service, the commit of an unsigned
 * head, its signature, the commit of that. A round has the batch signed that the one before has
 * committed, and those admitted that wait, by one call of the key service; then it commits that
 * signature together with the next batch. One sync of a disk each, for both; its receipts go out
 * while the next one runs. Leaves that arrive during a round make up the next batch, so batches
 * grow with the load. While more wait than a batch holds, the next batch is stored while the last
 * one is signed, the one after it is admitted and prepared, and the one behind that is looked for.
 * A round that fails anywhere leaves what the next one, of any replica, goes on from.
 */
@Singleton
final class Sequencer {
    private final Questions questions;
    private final Batches batches;
    private final Intake intake;
    private final Waiters waiters;
    private final Signals signals;
    private final AnchorsInForce anchors;
    private final Executor threads;

    /** What the last round here committed; anybody else may have had it signed since. */
    private Optional<Committed> open = Optional.empty();

    /** The leaves after the last ones taken here, where those were as many as a batch holds. */
    private Optional<Beside<Ahead>> ahead = Optional.empty();

    /** The receipts of the last round, on their way to whoever waits. */
    private Beside<Boolean> releasing = Beside.done(true);

    Sequencer(
            Questions questions,
            Batches batches,
            Intake intake,
            Waiters waiters,
            Signals signals,
            AnchorsInForce anchors,
            @Named(LogThreads.BESIDE) Executor threads) {
        this.threads = threads;
        this.questions = questions;
        this.batches = batches;
        this.intake = intake;
        this.waiters = waiters;
        this.signals = signals;
        this.anchors = anchors;
    }

    /**
     * Leaves for a batch to come.
     *
     * @param behind what waits behind them, where they are as many as a batch holds
     * @param batch the same leaves behind the batch that is stored before them, if that is known
     */
    private record Ahead(
            Intake.Taken taken, Optional<Beside<Pending.Open>> behind, Optional<NextBatch> batch) {}

    /**
     * What the key service made of a batch, and of the leaves that wait behind it.
     *
     * @param behind what waits behind these, which is looked for meanwhile
     */
    private record Step(
            Questions.Answer answer, Pending.Open open, Optional<Beside<Pending.Open>> behind) {
        Optional<SignedBatch> signed() {
            return answer.signed();
        }
    }

    /** Whether there was anything to do. */
    boolean round() {
        Optional<Beside<Ahead>> next = ahead;
        ahead = Optional.empty();
        Optional<Ahead> taken = next.map(Beside::result);
        boolean goesOn = open.isPresent();
        Optional<Committed> last = last();
        // A batch that another replica stored may be of the same leaves.
        return taken.filter(_ -> goesOn || last.isEmpty())
                .map(stored -> storeAndSign(last, prepared(stored, last)))
                .orElseGet(() -> signAndStore(last));
    }

    /** Of few leaves: those join the next batch that come until the signature is there. */
    private boolean signAndStore(Optional<Committed> last) {
        Beside<Step> step = Beside.begin(Runnable::run, () -> step(last, intake.look(), List.of()));
        Signing signing = new Signing(last, step.then(Step::signed));
        return guarded(
                signing,
                () -> {
                    Ahead mine = ahead(step.result(), Optional.empty());
                    if (mine.taken().full()) {
                        ahead = Optional.of(Beside.begin(threads, () -> following(mine)));
                    }
                    return committed(signing, mine);
                });
    }

    /** While more wait than a batch holds: nothing but the signature waits for the key service. */
    private boolean storeAndSign(Optional<Committed> last, Ahead mine) {
        Beside<Step> step = Beside.begin(threads, () -> beside(last, mine));
        Signing signing = new Signing(last, step.then(Step::signed));
        return guarded(
                signing,
                () -> {
                    if (mine.taken().full()) {
                        ahead =
                                Optional.of(
                                        Beside.begin(
                                                threads, () -> ahead(step.result(), mine.batch())));
                    }
                    return committed(signing, mine);
                });
    }

    private boolean guarded(Signing signing, BooleanSupplier work) {
        try {
            signing.requireUnfailed();
            return work.getAsBoolean();
        } catch (RuntimeException e) {
            forsake(signing, e);
            throw e;
        }
    }

    private boolean committed(Signing signing, Ahead mine) {
        List<AdmittedLeaf> admitted = mine.taken().admitted();
        if (signing.isOfNothing() && admitted.isEmpty()) {
            return mine.taken().any();
        }
        commit(signing, admitted, mine.batch());
        return true;
    }

    /** With its batch, if that follows from what is known here. */
    private Ahead prepared(Ahead stored, Optional<Committed> last) {
        return stored.batch().isPresent() || stored.taken().admitted().isEmpty()
                ? stored
                : new Ahead(
                        stored.taken(),
                        stored.behind(),
                        last.map(batch -> batches.behind(batch, stored.taken().admitted())));
    }

    /** What is to be stored next but one, while these leaves are stored. */
    private Ahead following(Ahead stored) {
        Pending.Open open = openBehind(stored);
        Optional<Beside<Pending.Open>> behind = lookBehind(open, stored.taken().leaves());
        return new Ahead(intake.judged(open), behind, Optional.empty());
    }

    /**
     * What is to be stored next.
     *
     * @param before the batch that is stored before it, if that is known
     */
    private Ahead ahead(Step step, Optional<NextBatch> before) {
        Ahead next =
                new Ahead(
                        intake.taken(step.open(), step.answer().admissions()),
                        step.behind(),
                        Optional.empty());
        return prepared(next, before.map(NextBatch::committed));
    }

    /** While others are stored; nothing is taken behind the last that wait. */
    private Step beside(Optional<Committed> last, Ahead stored) {
        return stored.taken().full()
                ? step(last, openBehind(stored), stored.taken().leaves())
                : step(last, Pending.Open.NOTHING, List.of());
    }

    private Pending.Open openBehind(Ahead stored) {
        return stored.behind()
                .map(Beside::result)
                .orElseGet(() -> intake.look(stored.taken().leaves()));
    }

    /** Looks on, if there may be more. */
    private Optional<Beside<Pending.Open>> lookBehind(Pending.Open open, List<PendingLeaf> stored) {
        if (!open.full()) {
            return Optional.empty();
        }
        List<PendingLeaf> under = Stream.concat(stored.stream(), open.leaves().stream()).toList();
        return Optional.of(Beside.begin(threads, () -> intake.look(under)));
    }

    /**
     * Has a batch signed and the next leaves judged.
     *
     * @param stored those before them, which are about to be stored
     */
    private Step step(Optional<Committed> last, Pending.Open open, List<PendingLeaf> stored) {
        Optional<Beside<Pending.Open>> behind = lookBehind(open, stored);
        return new Step(questions.ask(last, open.proposed()), open, behind);
    }

    /** Has what is committed signed and released, and takes nothing new. */
    void settle() {
        Optional<Committed> last = last();
        Signing signing =
                new Signing(
                        last, Beside.begin(Runnable::run, () -> last.flatMap(questions::signed)));
        if (!signing.isOfNothing()) {
            commit(signing, List.of(), Optional.empty());
        }
        releasing.result();
    }

    private void commit(
            Signing signing, List<AdmittedLeaf> admitted, Optional<NextBatch> prepared) {
        Optional<Committed> next = stored(signing, admitted, prepared);
        signing.result().ifPresent(this::release);
        open = next;
    }

    private Optional<Committed> stored(
            Signing signing, List<AdmittedLeaf> admitted, Optional<NextBatch> prepared) {
        try {
            return batches.commit(signing, admitted, prepared);
        } catch (LateSignatureException e) {
            signing.end();
            return batches.commit(signing, admitted, prepared);
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
}
