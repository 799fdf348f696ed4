package dev.sealwright.controlplane.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Work that was begun on a thread of its own, for whoever has other work to do meanwhile.
 *
 * @param <T> what comes of it
 */
final class Beside<T> {
    private final CompletableFuture<T> result;

    private Beside(CompletableFuture<T> result) {
        this.result = result;
    }

    static <T> Beside<T> begin(Executor threads, Supplier<T> work) {
        return new Beside<>(CompletableFuture.supplyAsync(work, threads));
    }

    /** What is there already. */
    static <T> Beside<T> done(T result) {
        return new Beside<>(CompletableFuture.completedFuture(result));
    }

    /** Waits for the end; throws what the work threw. */
    T result() {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    /** Waits for the end, however it is. */
    void end() {
        var _ = result.handle((_, _) -> true).join();
    }
}
