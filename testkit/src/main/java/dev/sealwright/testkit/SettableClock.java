package dev.sealwright.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. It is a {@link java.time.InstantSource} as every
 * Clock is.
 */
public final class SettableClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private SettableClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A clock at this instant, in UTC. */
    public static SettableClock at(Instant instant) {
        return new SettableClock(new AtomicReference<>(instant), ZoneOffset.UTC);
    }

    /** A clock at this instant of ISO-8601, such as {@code 2026-03-01T12:00:00Z}. */
    public static SettableClock at(String instant) {
        return at(Instant.parse(instant));
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    /** Moves the clock; a negative duration moves it back. */
    public Instant advance(Duration by) {
        return now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, read in another zone: moving one moves both. */
    @Override
    public SettableClock withZone(ZoneId other) {
        return new SettableClock(now, other);
    }
}
