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
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int AWAY_TO_PAUSE = 20;
    private static final Duration LONGEST_OPEN = Duration.ofSeconds(10);

    /** A token that is back within this time costs nobody an answer. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Recovery recovery;
    private final CallGate gate;
    private final Generation lost;
    private final Fault fault;
    private final int open;
    private final long began = System.nanoTime();
    private final long graceEnd = began + GRACE.toNanos();
    private final AtomicReference<Optional<Visit>> visit = new AtomicReference<>(Optional.empty());
    private volatile boolean abandoned;
    private int attempts;
    private String cause = "";

    /**
     * @param open how far the breaker is open: from 0 on calls do not wait, and the first attempt
     *     waits the longer
     */
    RecoveryRun(Recovery recovery, CallGate gate, Generation lost, Fault fault, int open) {
        this.recovery = recovery;
        this.gate = gate;
        this.lost = lost;
        this.fault = fault;
        this.open = open;
    }

    Generation lost() {
        return lost;
    }

    /** The same on another thread, after this one was given up; calls do not wait for it. */
    RecoveryRun again() {
        return new RecoveryRun(recovery, gate, lost, Fault.RESTART, 0);
    }

    /** Gives it up when its call has been in the module for longer. */
    boolean writeOffAfter(long nanos) {
        boolean hangs = visit.get().filter(now -> now.writeOffAfter(nanos)).isPresent();
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
        return fitting.compareTo(LONGEST_PAUSE) < 0 ? fitting : LONGEST_PAUSE;
    }

    private boolean closesWhileOpen() {
        recovery.down(this, attempts, "it fails again as soon as it is back");
        Duration pause = FIRST_PAUSE;
        for (int i = 0; i < open; i++) {
            pause = longer(pause, LONGEST_OPEN);
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
            if (next.isEmpty() && System.nanoTime() - graceEnd >= 0) {
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
        Optional<Generation> next = Optional.empty();
        if (attempts == 1 && fault != Fault.RESTART) {
            next = reconnected(owner);
        }
        return next.isPresent() || abandoned ? next : restarted(owner);
    }

    private Optional<Generation> reconnected(TokenOwner owner) throws InterruptedException {
        if (!gate.enter(System.nanoTime() + recovery.hangLimit().toNanos())) {
            cause = "others in the PKCS#11 module do not come back";
            return Optional.empty();
        }
        return tried(owner, false, () -> owner.reconnect(lost));
    }

    private Optional<Generation> restarted(TokenOwner owner) throws InterruptedException {
        if (!gate.enterToFinalise(System.nanoTime() + recovery.hangLimit().toNanos())) {
            LOG.warn("A call in the PKCS#11 module hangs, so the module is not initialised anew.");
            return reconnected(owner);
        }
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
        cause = String.valueOf(e.getMessage());
        LOG.debug("Attempt {} to fetch the token back failed: {}", attempts, cause);
    }
}
