package dev.sealwright.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What came of each call to the key service. */
final class HsmCalls {
    /** A call has failed that takes longer, whatever it answers. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int MOST_FAILURES = 1_000;

    /** The operations that are called. */
    enum Operation {
        APPEND,
        SIGN,
        UNSEAL,
        SEAL,
        ISSUE
    }

    private final Map<Operation, Long> calls = new EnumMap<>(Operation.class);
    private final List<String> failures = new ArrayList<>();
    private Duration longest = Duration.ZERO;

    /** Empty if it failed. */
    <T> Optional<T> call(Operation operation, Supplier<T> call) {
        long began = System.nanoTime();
        try {
            T answer = call.get();
            ended(operation, began, Optional.empty());
            return Optional.of(answer);
        } catch (RuntimeException e) {
            ended(operation, began, Optional.of(e.toString()));
            return Optional.empty();
        }
    }

    private synchronized void ended(Operation operation, long began, Optional<String> failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        calls.merge(operation, 1L, Long::sum);
        longest = took.compareTo(longest) > 0 ? took : longest;
        boolean late = took.compareTo(DEADLINE) > 0;
        if ((failure.isPresent() || late) && failures.size() < MOST_FAILURES) {
            failures.add(
                    operation + " after " + took.toMillis() + " ms: " + failure.orElse("late"));
        }
    }

    synchronized Map<Operation, Long> calls() {
        return Map.copyOf(calls);
    }

    synchronized long all() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized Duration longest() {
        return longest;
    }
}
