package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** A question to all voters that are free, and their answers as they come. For one thread. */
final class Poll<T> {
    private record Arrival<T>(Optional<T> answer, Optional<RuntimeException> failure) {}

    private final BlockingQueue<Arrival<T>> arriving = new LinkedBlockingQueue<>();
    private final List<T> answers = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final List<CompletableFuture<T>> asked = new ArrayList<>();
    private int arrived;

    private Poll() {}

    /** Asks; who is at work still misses the question. */
    static <V, T> Poll<T> of(List<V> voters, Function<V, Optional<CompletableFuture<T>>> question) {
        Poll<T> poll = new Poll<>();
        for (V voter : voters) {
            question.apply(voter).ifPresent(poll::expect);
        }
        return poll;
    }

    private void expect(CompletableFuture<T> future) {
        asked.add(
                future.whenComplete(
                        (answer, thrown) ->
                                arriving.add(
                                        new Arrival<>(
                                                Optional.ofNullable(answer),
                                                Optional.ofNullable(thrown).map(Poll::cause)))));
    }

    private static RuntimeException cause(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("a voter was not asked", cause);
    }

    /** Waits until the answers are enough, or all are there, or the time is over. */
    List<T> await(Duration limit, Predicate<List<T>> enough) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (arrived < asked.size() && !enough.test(answers)) {
                Arrival<T> next =
                        arriving.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                arrived++;
                next.answer().ifPresent(answers::add);
                next.failure().ifPresent(failures::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyServiceUnavailableException("The voters were not waited for.", e);
        }
        return List.copyOf(answers);
    }

    List<RuntimeException> failures() {
        return List.copyOf(failures);
    }
}
