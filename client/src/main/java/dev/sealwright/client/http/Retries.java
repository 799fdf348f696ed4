package dev.sealwright.client.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how patiently a repeatable request is sent again: full jitter under a ceiling that
 * doubles, or what the service asked for by {@code Retry-After}, up to a limit.
 */
public record Retries(int attempts, Duration first, Duration longest, RandomGenerator random) {
    public Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt");
        }
    }

    /** Four attempts within a few seconds; asked to wait longer than half a minute, it gives up. */
    public static Retries patient(RandomGenerator random) {
        return new Retries(4, Duration.ofMillis(250), Duration.ofSeconds(30), random);
    }

    /** One attempt: the caller has a loop of its own. */
    public static Retries none(RandomGenerator random) {
        return new Retries(1, Duration.ZERO, Duration.ZERO, random);
    }

    /** The wait before attempt {@code next} (2, 3, …), or empty to give up. */
    Optional<Duration> before(int next, Optional<Duration> asked) {
        if (next > attempts || asked.filter(wait -> wait.compareTo(longest) > 0).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(asked.orElseGet(() -> jitter(next)));
    }

    private Duration jitter(int next) {
        long ceiling = Math.min(first.toMillis() << Math.min(next - 2, 16), longest.toMillis());
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }
}
