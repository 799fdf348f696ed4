package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import dev.sealwright.keyservice.pkcs11.vendor.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A platform thread's life: it opens a session, and serves calls on it until the pool closes. */
final class SessionWorker implements Runnable {
    private sealed interface Place {
        /** In the module. */
        record Inside(long since, Call<?> call) implements Place {}

        enum Elsewhere implements Place {
            OUTSIDE,
            /** In the module and given up. */
            LOST
        }
    }

    private static final int MOST_TRIES = 6;
    private static final long FIRST_PAUSE = 10_000_000;

    private final Cryptoki cryptoki;
    private final CallGate gate;
    private final Recovery recovery;
    private final CallQueue calls;
    private final WakeUps wakeUps = new WakeUps();
    private final AtomicReference<Place> place = new AtomicReference<>(Place.Elsewhere.OUTSIDE);
    private volatile boolean open = true;
    private Optional<Pkcs11Session> session = Optional.empty();
    private Optional<Generation> served = Optional.empty();

    /** When it last went into the module, of {@link System#nanoTime}. */
    private long entered = System.nanoTime();

    SessionWorker(Cryptoki cryptoki, CallGate gate, Recovery recovery, CallQueue calls) {
        this.cryptoki = cryptoki;
        this.gate = gate;
        this.recovery = recovery;
        this.calls = calls;
    }

    /**
     * Ends the worker after its present call; interrupt its thread, too, in case it waits for one.
     */
    void stop() {
        open = false;
    }

    /**
     * Gives the worker up when its call has been in the module for longer than this. It serves no
     * call after it.
     */
    boolean giveUpAfter(long nanos, long now) {
        if (place.get() instanceof Place.Inside inside
                && now - inside.since() > nanos
                && place.compareAndSet(inside, Place.Elsewhere.LOST)) {
            open = false;
            gate.writeOff(inside.call().isAlone());
            inside.call().fail(Failures.late());
            inside.call().wake();
            wakeUps.wakeNoted();
            return true;
        }
        return false;
    }

    /** Answers the caller whose deadline has passed, and wakes those who have their answer. */
    void lookAfterCallers(long now) {
        if (place.get() instanceof Place.Inside inside) {
            inside.call().giveUpIfLate(now);
        }
        wakeUps.wakeNoted();
    }

    /** Ends the call whose thread did not come back. */
    void abandon() {
        if (place.get() instanceof Place.Inside inside) {
            inside.call().fail(Failures.closed());
            inside.call().wake();
        }
        wakeUps.wakeNoted();
    }

    @Override
    public void run() {
        try (var scratch = new Scratch()) {
            while (open) {
                serve(next(), scratch);
            }
            leaveModule();
        } catch (InterruptedException e) {
            leaveModule();
            Thread.currentThread().interrupt();
        } finally {
            // Nobody looks after this worker any more who would see that others are woken.
            wakeUps.wakeNoted();
        }
    }

    private Call<?> next() throws InterruptedException {
        Optional<Call<?>> waiting = calls.poll();
        if (waiting.isPresent()) {
            return waiting.get();
        }
        wakeUps.wakeAll();
        return calls.take();
    }

    private <T> void serve(Call<T> call, Scratch scratch) {
        if (!call.isWanted()) {
            return;
        }
        try {
            call.succeed(answer(call, scratch));
        } catch (CryptokiException e) {
            call.fail(Failures.of(e, recovery.faults().of(e)));
        } catch (InterruptedException e) {
            call.fail(Failures.closed());
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            call.fail(e);
        } catch (Error e) {
            call.fail(e);
        }
        wakeUps.add(call, entered, System.nanoTime(), calls.size());
    }

    /** A fault that may pass is met with another try, as long as the caller waits. */
    private <T> T answer(Call<T> call, Scratch scratch) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return attempt(call, scratch);
            } catch (CryptokiException e) {
                wakeUps.wakeAll();
                Fault fault = recovery.faults().of(e);
                if (!fault.mayPass() || !call.isRepeatable() || tries == MOST_TRIES) {
                    beginRecovery(fault);
                    throw e;
                }
                mend(fault, tries, call.deadline());
            }
        }
    }

    /** A session that fails twice is no accident; whatever fails again is given time. */
    private void mend(Fault fault, int tries, long deadline) {
        if (tries > 1 || fault == Fault.BUSY) {
            long pause = Math.min(FIRST_PAUSE << (tries - 1), deadline - System.nanoTime());
            if (recovery.closesWithin(Duration.ofNanos(Math.max(0, pause)))) {
                throw Failures.closed();
            }
        }
        boolean session = fault == Fault.SESSION && tries == 1;
        if (!session && fault != Fault.BUSY && served.isPresent()) {
            Fault met = fault == Fault.SESSION ? Fault.RECONNECT : fault;
            recovery.after(served.get(), met, deadline);
        }
    }

    /**
     * Lets the token be fetched back for the calls that come after this one. A session that fails
     * twice is no accident.
     */
    private void beginRecovery(Fault fault) {
        if (fault.isRecoverable()) {
            served.ifPresent(
                    generation ->
                            recovery.begin(
                                    generation, fault == Fault.SESSION ? Fault.RECONNECT : fault));
        }
    }

    private <T> T attempt(Call<T> call, Scratch scratch) throws InterruptedException {
        Generation generation = enter(call);
        entered = System.nanoTime();
        var inside = new Place.Inside(entered, call);
        place.set(inside);
        try {
            if (!call.isRepeatable()) {
                // It gets one try, so not on a session that may be lost without our knowing.
                discard();
            }
            T answer = call.run(sessionOf(generation, scratch));
            recovery.served(generation);
            return answer;
        } catch (CryptokiException e) {
            if (recovery.faults().of(e) != Fault.NOT_AUTHENTIC) {
                discard();
            }
            throw e;
        } finally {
            leave(inside);
        }
    }

    /**
     * The generation that the call is in the module with. Who finds the module finalised waits
     * outside: a call that hung in there would keep it from being initialised again.
     */
    private Generation enter(Call<?> call) throws InterruptedException {
        while (true) {
            pass(call);
            boolean stays = false;
            try {
                Generation generation = recovery.current();
                served = Optional.of(generation);
                stays = !recovery.isFinalised(generation);
                if (stays) {
                    return generation;
                }
            } finally {
                if (!stays) {
                    leave(call);
                }
            }
            session = Optional.empty();
            wakeUps.wakeAll();
            recovery.after(served.get(), Fault.RESTART, call.deadline());
        }
    }

    /** Nobody who has his answer waits while this waits. */
    private void pass(Call<?> call) throws InterruptedException {
        if (!call.isAlone() && gate.tryEnter()) {
            return;
        }
        wakeUps.wakeAll();
        if (!(call.isAlone() ? gate.enterAlone(call.deadline()) : gate.enter(call.deadline()))) {
            throw Failures.late();
        }
    }

    private void leave(Place.Inside inside) {
        if (place.compareAndSet(inside, Place.Elsewhere.OUTSIDE)) {
            leave(inside.call());
        } else {
            discard();
            gate.leaveWrittenOff();
        }
    }

    private void leave(Call<?> call) {
        if (call.isAlone()) {
            gate.leaveAlone();
        } else {
            gate.leave();
        }
    }

    /**
     * The session of this generation. An older one is closed, unless its number may be another
     * session's by now.
     */
    private Pkcs11Session sessionOf(Generation generation, Scratch scratch) {
        session.filter(each -> each.generation().number() != generation.number())
                .ifPresent(
                        old -> {
                            if (old.generation().epoch() == generation.epoch()) {
                                old.close();
                            }
                            session = Optional.empty();
                        });
        if (session.isEmpty()) {
            session = Optional.of(Pkcs11Session.open(cryptoki, scratch, generation));
        }
        return session.get();
    }

    private void discard() {
        session.ifPresent(Pkcs11Session::close);
        session = Optional.empty();
    }

    /**
     * C_Finalize, which follows, closes the session; closing it here could hit the wrong one after
     * a restart.
     */
    private void leaveModule() {
        session = Optional.empty();
    }
}
