package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.pkcs11.Call.Manner;
import dev.sealwright.keyservice.pkcs11.Call.Work;
import dev.sealwright.keyservice.pkcs11.binding.Cryptoki;
import java.time.Duration;
import java.util.Optional;

/**
 * Hands calls over to the threads that may make them. Callers may be virtual threads: they wait
 * without holding a carrier, while a call into native code would hold it.
 */
final class SessionPool {
    /** How long closing waits for calls in the module; finalising under one would crash. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final CallGate gate;
    private final Recovery recovery;
    private final Duration deadline;
    private final Duration hangLimit;
    private final CallQueue calls;
    private final SessionCrew crew;
    private volatile boolean open = true;

    SessionPool(Cryptoki cryptoki, CallGate gate, Recovery recovery, Pkcs11Config config) {
        this.gate = gate;
        this.recovery = recovery;
        this.deadline = config.deadline();
        this.hangLimit = config.hangLimit();
        this.calls = new CallQueue(config.queue());
        this.crew = new SessionCrew(() -> new SessionWorker(cryptoki, gate, recovery, calls));
    }

    /** Starts the threads. */
    void start(int sessions) {
        crew.start(sessions);
    }

    /** Runs a call on some session and waits for its answer. */
    <T> T call(Manner manner, Work<T> work) {
        recovery.current();
        long now = System.nanoTime();
        var call = new Call<>(work, manner, now, now + deadline.toNanos());
        if (!calls.offer(call)) {
            throw Failures.busy();
        }
        if (!open) {
            // Who closes may have looked through the queue already.
            call.fail(Failures.closed());
        }
        return call.await();
    }

    /**
     * Replaces threads that hang, and answers callers whose deadline has passed. To be called now
     * and then, from the first call to the end of closing.
     *
     * @param now of {@link System#nanoTime}
     */
    void look(long now) {
        crew.lookAfter(hangLimit, now);
        calls.giveUpLate(now);
    }

    /** How many threads serve. */
    int size() {
        return crew.size();
    }

    /** Ends the threads; true when all of them came back from the module in time. */
    boolean close() {
        open = false;
        long end = System.nanoTime() + CLOSING.toNanos();
        boolean allBack = crew.close(end);
        refuseTheRest();
        return allBack && lostOnesCameBack(end);
    }

    private void refuseTheRest() {
        for (Optional<Call<?>> rest = calls.poll(); rest.isPresent(); rest = calls.poll()) {
            rest.get().fail(Failures.closed());
            rest.get().wake();
        }
    }

    private boolean lostOnesCameBack(long end) {
        try {
            return gate.awaitLost(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
