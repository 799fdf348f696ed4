package dev.sealwright.attestation.freshness;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nonces that are out. Each is good once, and only for a while. When there are too many, the
 * oldest is forgotten, so a flood of requests costs others a retry but no memory.
 */
public final class NonceLedger {
    private final SecureRandom random;
    private final InstantSource time;
    private final Duration lifetime;
    private final Map<Nonce, Instant> out;

    public NonceLedger(SecureRandom random, InstantSource time, Duration lifetime, int capacity) {
        this.random = random;
        this.time = time;
        this.lifetime = lifetime;
        this.out = new Bounded(capacity);
    }

    public synchronized Nonce issue() {
        Nonce nonce = Nonce.draw(random);
        out.put(nonce, time.instant().plus(lifetime));
        return nonce;
    }

    /** True once for a nonce that is out and not too old. */
    public synchronized boolean redeem(Nonce nonce) {
        Instant until = out.remove(nonce);
        return until != null && !time.instant().isAfter(until);
    }

    private static final class Bounded extends LinkedHashMap<Nonce, Instant> {
        private final int capacity;

        Bounded(int capacity) {
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Nonce, Instant> eldest) {
            return size() > capacity;
        }
    }
}
