package dev.sealwright.keyservice.pkcs11;

import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request on its way to the token and back. */
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

    private final Work<T> work;
    private final Manner manner;
    private final long deadline;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /**
     * @param deadline of {@link System#nanoTime}
     */
    Call(Work<T> work, Manner manner, long deadline) {
        this.work = work;
        this.manner = manner;
        this.deadline = deadline;
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
        return !answer.isDone();
    }

    T run(Pkcs11Session session) {
        return work.on(session);
    }

    void succeed(T value) {
        answer.complete(value);
    }

    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /**
     * The answer, or the failure the call ended in.
     *
     * @throws KeyBackendUnavailableException when the deadline passes; the call is then not begun
     *     any more
     */
    T await() {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw Failures.late();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }
}
