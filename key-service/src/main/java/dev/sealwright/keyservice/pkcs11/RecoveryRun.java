package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts to fetch one lost generation back: new sessions where they may do (level 1), else
 * the module anew (level 2). The module is not initialised anew under a call that was given up;
 * then new sessions are all there is to try.
 */
final class RecoveryRun {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryRun.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** While calls wait for it, the token is looked for that often at least. */
    private static final Duration LONGEST_AWAITED = Duration.ofMillis(50);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int AWAY_TO_PAUSE = 20;
    private static final Duration LONGEST_OPEN = Duration.ofSeconds(10);

    /** How long it waits to be let into the module. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /**
     * How long others have patience with it.
     *
     * @param graceEnd of {@link System#nanoTime}, until which calls wait
     * @param hang how long one attempt may be in the module
     */
    record Limits(long graceEnd, Duration hang) {
        private Limits longer(Duration longest) {
            return new Limits(graceEnd, RecoveryRun.longer(hang, longest));
        }
    }

    private final Recovery recovery;
    private final CallGate gate;
    private final Generation lost;
    private final int open;
    private final long began = System.nanoTime();
    private final Limits limits;
    private final AtomicReference<Optional<Visit>> visit = new AtomicReference<>(Optional.empty());
    private volatile boolean abandoned;
    private int attempts;
    private String cause = "";

    /** Whether the last failure was one that new sessions are the remedy for. */
    private boolean sessionsMayDo;

    /**
     * @param open how far the breaker is open: from 0 on the first attempt waits, the longer the
     *     farther
     */
    RecoveryRun(
            Recovery recovery,
            CallGate gate,
            Generation lost,
            Fault fault,
            int open,
            Limits limits) {
        this.recovery = recovery;
        this.gate = gate;
        this.lost = lost;
        this.sessionsMayDo = fault != Fault.RESTART;
        this.open = open;
        this.limits = limits;
    }

    Generation lost() {
        return lost;
    }

    /** The same on another thread, after this one was given up; it has more time, up to that. */
    RecoveryRun again(Duration longest) {
        return new RecoveryRun(recovery, gate, lost, Fault.RESTART, -1, limits.longer(longest));
    }

    /** Whether calls still wait for it. */
    boolean isAwaited() {
        return System.nanoTime() - limits.graceEnd() < 0;
    }

    /** Gives it up when its call has been in the module for too long. */
    boolean isGivenUp() {
        long most = limits.hang().toNanos();
        boolean hangs = visit.get().filter(now -> now.writeOffAfter(most)).isPresent();
        abandoned |= hangs;
        return hangs;
    }

    /** Tries until the token is back, or is not to be had any more. */
    void fetch(TokenOwner owner) {
        try {
            boolean goesOn = open < 0 || !closesWhileOpen();
            while (goesOn && !abandoned && !succeeds(owner)) {
                goesOn = !recovery.closesWithin(pause());
            }
        } finally {
            recovery.ended(this);
        }
    }

    /** The longer it is away, the longer it may be back unnoticed. */
    private Duration pause() {
        Duration fitting = Duration.ofNanos((System.nanoTime() - began) / AWAY_TO_PAUSE);
        if (fitting.compareTo(FIRST_PAUSE) < 0) {
            return FIRST_PAUSE;
        }
        Duration longest = isAwaited() ? LONGEST_AWAITED : LONGEST_PAUSE;
        return fitting.compareTo(longest) < 0 ? fitting : longest;
    }

    private boolean closesWhileOpen() {
        boolean awaited = isAwaited();
        if (!awaited) {
            recovery.down(this, attempts, "it fails again as soon as it is back");
        }
        Duration pause = FIRST_PAUSE;
        for (int i = 0; i < open; i++) {
            pause = longer(pause, awaited ? LONGEST_AWAITED : LONGEST_OPEN);
        }
        return recovery.closesWithin(pause);
    }

    private static Duration longer(Duration pause, Duration longest) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Whether the attempts are over, well or not. */
    private boolean succeeds(TokenOwner owner) {
        attempts++;
        try {
            Optional<Generation> next = attempt(owner);
            next.ifPresent(generation -> recovery.up(this, generation));
            if (next.isEmpty() && !isAwaited()) {
                recovery.down(this, attempts, cause);
            }
            return next.isPresent();
        } catch (CryptokiException e) {
            recovery.stopped(this, String.valueOf(Failures.pinRefused(e).getMessage()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Optional<Generation> attempt(TokenOwner owner) throws InterruptedException {
        Optional<Generation> next = sessionsMayDo ? reconnected(owner) : Optional.empty();
        return next.isPresent() || abandoned ? next : restarted(owner);
    }

    private Optional<Generation> reconnected(TokenOwner owner) throws InterruptedException {
        if (!gate.enter(System.nanoTime() + LONGEST_WAIT.toNanos())) {
            cause = "others in the PKCS#11 module do not come back";
            return Optional.empty();
        }
        return tried(owner, false, () -> owner.reconnect(lost));
    }

    private Optional<Generation> restarted(TokenOwner owner) throws InterruptedException {
        if (!gate.enterToFinalise(System.nanoTime() + recovery.patience().toNanos())) {
            recovery.waitedInVain();
            LOG.warn("A call in the PKCS#11 module lasts, so the module is not initialised anew.");
            return reconnected(owner);
        }
        recovery.finalises(lost);
        return tried(owner, true, () -> owner.restart(lost));
    }

    /** Empty when it failed for now. Throws the refusal of a PIN, which is not tried again. */
    private Optional<Generation> tried(
            TokenOwner owner, boolean alone, Supplier<Generation> fetching) {
        var now = new Visit(gate, alone);
        visit.set(Optional.of(now));
        Optional<Generation> next = Optional.empty();
        try {
            next = Optional.of(fetching.get());
        } catch (CryptokiException e) {
            if (recovery.faults().of(e) == Fault.PIN_REFUSED) {
                throw e;
            }
            failed(e);
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            visit.set(Optional.empty());
            if (!now.leave()) {
                abandoned = true;
                owner.forsake();
                next = Optional.empty();
            }
        }
        return next;
    }

    private void failed(RuntimeException e) {
        sessionsMayDo =
                e instanceof CryptokiException failure
                        && recovery.faults().of(failure) != Fault.RESTART;
        cause = String.valueOf(e.getMessage());
        LOG.debug("Attempt {} to fetch the token back failed: {}", attempts, cause);
    }
}
