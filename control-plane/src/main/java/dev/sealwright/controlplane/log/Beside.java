package dev.sealwright.controlplane.log;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that was begun on a thread of its own, for whoever has other work to do meanwhile. */
final class Beside<T> {
    private final CompletableFuture<T> end;

    private Beside(CompletableFuture<T> end) {
        this.end = end;
    }

    static <T> Beside<T> begin(Executor threads, Supplier<T> work) {
        return new Beside<>(CompletableFuture.supplyAsync(work, threads));
    }

    /** Work that is done already. */
    static <T> Beside<T> done(T result) {
        return new Beside<>(CompletableFuture.completedFuture(result));
    }

    /** What becomes of it. */
    <S> Beside<S> then(Function<T, S> work) {
        return new Beside<>(end.thenApply(work));
    }

    /** Waits for the end, however it is. */
    void end() {
        boolean _ = end.handle((_, _) -> true).join();
    }

    /** Whether it ended by what it threw. */
    boolean failed() {
        return end.isCompletedExceptionally();
    }

    /** Waits for the end; throws what the work threw. */
    T result() {
        try {
            return end.join();
        } catch (CompletionException e) {
            throw thrown(e.getCause(), e);
        }
    }

    /** The same, but waits no longer than this; empty if the work is still under way then. */
    Optional<T> within(Duration longest) {
        try {
            return Optional.of(end.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw thrown(e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static RuntimeException thrown(@Nullable Throwable work, Exception otherwise) {
        return switch (work) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(otherwise);
        };
    }
}
