package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import dev.sealwright.keyservice.pkcs11.binding.CryptokiException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** A platform thread's life: it opens a session, and serves calls on it until the pool closes. */
final class SessionWorker implements Runnable {
    /** A stay in the module. */
    private record Stay(long since, boolean alone) {}

    private static final Stay NOT_INSIDE = new Stay(0, false);
    private static final Stay LOST = new Stay(0, false);

    private final Cryptoki cryptoki;
    private final CallGate gate;
    private final Recovery recovery;
    private final BlockingQueue<Call<?>> calls;
    private final AtomicReference<Stay> stay = new AtomicReference<>(NOT_INSIDE);
    private volatile boolean open = true;
    private Optional<Pkcs11Session> session = Optional.empty();
    private Optional<Generation> served = Optional.empty();

    SessionWorker(
            Cryptoki cryptoki, CallGate gate, Recovery recovery, BlockingQueue<Call<?>> calls) {
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
    @SuppressWarnings("ReferenceEquality") // A stay is this stay or another, whatever its values.
    boolean giveUpAfter(long nanos) {
        Stay now = stay.get();
        boolean hangs = now != NOT_INSIDE && now != LOST && System.nanoTime() - now.since() > nanos;
        if (hangs && stay.compareAndSet(now, LOST)) {
            open = false;
            gate.writeOff(now.alone());
            return true;
        }
        return false;
    }

    @Override
    public void run() {
        try (var scratch = new Scratch()) {
            while (open) {
                serve(calls.take(), scratch);
            }
            leaveModule();
        } catch (InterruptedException e) {
            leaveModule();
            Thread.currentThread().interrupt();
        }
    }

    private <T> void serve(Call<T> call, Scratch scratch) {
        if (!call.isWanted()) {
            return;
        }
        try {
            call.succeed(answer(call, scratch));
        } catch (CryptokiException e) {
            call.fail(Failures.of(e));
        } catch (InterruptedException e) {
            call.fail(Failures.closed());
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    private <T> T answer(Call<T> call, Scratch scratch) throws InterruptedException {
        try {
            return attempt(call, scratch);
        } catch (CryptokiException e) {
            Fault fault = Fault.of(e);
            if (!fault.isRecoverable() || !call.isRepeatable()) {
                beginRecovery(fault);
                throw e;
            }
            if (fault != Fault.SESSION && served.isPresent()) {
                recovery.after(served.get(), fault, call.deadline());
            }
        }
        try {
            return attempt(call, scratch);
        } catch (CryptokiException e) {
            beginRecovery(Fault.of(e));
            throw e;
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
        if (!(call.isAlone() ? gate.enterAlone(call.deadline()) : gate.enter(call.deadline()))) {
            throw Failures.late();
        }
        var now = new Stay(System.nanoTime(), call.isAlone());
        stay.set(now);
        try {
            Generation generation = recovery.current();
            served = Optional.of(generation);
            if (!call.isRepeatable()) {
                // It gets one try, so not on a session that may be lost without our knowing.
                discard();
            }
            T answer = call.run(sessionOf(generation, scratch));
            recovery.served(generation);
            return answer;
        } catch (CryptokiException e) {
            if (Fault.of(e) != Fault.NOT_AUTHENTIC) {
                discard();
            }
            throw e;
        } finally {
            leave(now);
        }
    }

    private void leave(Stay now) {
        if (stay.compareAndSet(now, NOT_INSIDE)) {
            if (now.alone()) {
                gate.leaveAlone();
            } else {
                gate.leave();
            }
        } else {
            discard();
            gate.leaveWrittenOff();
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
