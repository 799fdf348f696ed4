package dev.sealwright.controlplane.storage;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, 12 bits that count within a millisecond
 * (section 6.2, method 1), 62 random bits. What one process makes grows strictly, even when its
 * clock steps back.
 */
@Singleton
public final class Ids {
    private static final int COUNTER_BITS = 12;
    private static final long VERSION_7 = 0x7000L;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        long moment = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (moment >>> COUNTER_BITS) << 16 | VERSION_7 | (moment & COUNTER_MASK);
        return new UUID(high, VARIANT | random.nextLong() >>> 2);
    }
}
