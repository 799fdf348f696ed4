package dev.sealwright.host.run;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Waits that double from one second to a minute, each at random between half of it and all. */
final class Backoff {
    private static final long FIRST = 1_000;
    private static final long LONGEST = 60_000;

    private final RandomGenerator random;
    private long ceiling = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait, never shorter than what the service asked for, within a minute. */
    Duration next(Optional<Duration> asked) {
        long wait = ceiling / 2 + random.nextLong(ceiling / 2 + 1);
        ceiling = Math.min(2 * ceiling, LONGEST);
        long least = asked.map(Duration::toMillis).orElse(0L);
        return Duration.ofMillis(Math.max(wait, Math.min(least, LONGEST)));
    }

    void reset() {
        ceiling = FIRST;
    }
}
