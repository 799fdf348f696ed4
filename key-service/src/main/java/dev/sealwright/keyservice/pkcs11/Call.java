package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.deadline.DeadlineWatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A request on its way to the token and back. The thread that makes it is the one that awaits it.
 *
 * <p>Nobody waits here with a time limit of his own: for a virtual thread that means a timer to be
 * set and taken back, which costs more than the hand-over itself. A {@link DeadlineWatch} ends the
 * calls that are late.
 */
final class Call<T> {
    /** What to do once a session is there. */
    @FunctionalInterface
    interface Work<T> {
        T on(Pkcs11Session session);
    }

    /** How a call gets along with others and with a second try. */
    enum Manner {
        /** Runs beside others, and once more after a recovery. */
        USE(false, true),
        /**
         * Changes objects: runs alone, and never twice, since the first may have done half of it.
         */
        CHANGE(true, false);

        private final boolean alone;
        private final boolean repeatable;

        Manner(boolean alone, boolean repeatable) {
            this.alone = alone;
            this.repeatable = repeatable;
        }
    }

    private sealed interface Companions {
        enum State implements Companions {
            NONE,
            /** The caller has left and woken whom he was given; he is given nobody any more. */
            LEFT
        }

        record Some(List<Call<?>> calls) implements Companions {}
    }

    private sealed interface End<T> {
        record Open<T>() implements End<T> {}

        record Answer<T>(T value) implements End<T> {}

        record Failure<T>(RuntimeException cause) implements End<T> {}

        record Broken<T>(Error cause) implements End<T> {}
    }

    private final Work<T> work;
    private final Manner manner;
    private final long made;
    private final long deadline;
    private final Thread caller = Thread.currentThread();
    private final End<T> open = new End.Open<>();
    private final AtomicReference<End<T>> end = new AtomicReference<>(open);
    private final AtomicReference<Companions> companions =
            new AtomicReference<>(Companions.State.NONE);

    /**
     * @param made and deadline are of {@link System#nanoTime}
     */
    Call(Work<T> work, Manner manner, long made, long deadline) {
        this.work = work;
        this.manner = manner;
        this.made = made;
        this.deadline = deadline;
    }

    long made() {
        return made;
    }

    long deadline() {
        return deadline;
    }

    boolean isAlone() {
        return manner.alone;
    }

    boolean isRepeatable() {
        return manner.repeatable;
    }

    /** Whether someone still waits for the answer. */
    boolean isWanted() {
        return end.get() instanceof End.Open<T>;
    }

    T run(Pkcs11Session session) {
        return work.on(session);
    }

    /** Leaves the answer; the caller finds it once it is woken. */
    void succeed(T value) {
        end.compareAndSet(open, new End.Answer<>(value));
    }

    /** Leaves the failure; the caller finds it once it is woken. */
    void fail(RuntimeException cause) {
        end.compareAndSet(open, new End.Failure<>(cause));
    }

    /** Leaves what is no failure of the call alone. */
    void fail(Error cause) {
        end.compareAndSet(open, new End.Broken<>(cause));
    }

    void wake() {
        LockSupport.unpark(caller);
    }

    /**
     * Wakes the caller, who wakes the callers of these as he leaves. False, and nothing is done,
     * when he has left.
     */
    boolean wakeWith(List<Call<?>> others) {
        boolean stays =
                companions.compareAndSet(Companions.State.NONE, new Companions.Some(others));
        if (stays) {
            wake();
        }
        return stays;
    }

    /** Whether the caller has left, and woken whom he was given before. */
    boolean hasLeft() {
        return companions.get() == Companions.State.LEFT;
    }

    /** Wakes whom the caller was given: he may have died before he came to it. */
    void wakeCompanions() {
        if (companions.get() instanceof Companions.Some(var calls)) {
            calls.forEach(Call::wake);
        }
    }

    /** Fails the call when its deadline has passed; it is then not begun any more. */
    void giveUpIfLate(long now) {
        if (now - deadline >= 0 && isWanted()) {
            fail(Failures.late());
            wake();
        }
    }

    /**
     * The answer, or the failure the call ended in.
     *
     * @throws KeyBackendUnavailableException also when the deadline passes or the thread is
     *     interrupted; the call is then not begun any more
     */
    T await() {
        while (isWanted()) {
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                fail(Failures.interrupted());
            }
        }
        leave();
        return switch (end.get()) {
            case End.Open<T> _ -> throw new IllegalStateException("the call has not ended");
            case End.Answer<T>(T value) -> value;
            case End.Failure<T>(RuntimeException cause) -> throw cause;
            case End.Broken<T>(Error cause) -> throw cause;
        };
    }

    private void leave() {
        if (!companions.compareAndSet(Companions.State.NONE, Companions.State.LEFT)) {
            wakeCompanions();
            companions.set(Companions.State.LEFT);
        }
    }
}
