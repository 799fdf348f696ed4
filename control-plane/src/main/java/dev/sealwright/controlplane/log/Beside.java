package dev.sealwright.controlplane.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Work that was begun on a thread of its own, for whoever has other work to do meanwhile. */
final class Beside {
    /** Nothing, which is done. */
    static final Beside NOTHING = new Beside(CompletableFuture.allOf());

    private final CompletableFuture<Void> end;

    private Beside(CompletableFuture<Void> end) {
        this.end = end;
    }

    static Beside begin(Executor threads, Runnable work) {
        return new Beside(CompletableFuture.runAsync(work, threads));
    }

    /** Waits for the end, however it is. */
    void end() {
        boolean _ = end.handle((_, _) -> true).join();
    }

    /** Waits for the end; throws what the work threw. */
    void requireDone() {
        try {
            end.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
