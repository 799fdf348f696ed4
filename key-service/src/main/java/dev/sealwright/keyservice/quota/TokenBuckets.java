package dev.sealwright.keyservice.quota;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Buckets of one shape by key; those unused for longest are forgotten, and start full again. Not
 * safe for concurrent use.
 */
final class TokenBuckets<K> {
    private static final int MAX = 16_384;

    private final Rate rate;
    private final Map<K, TokenBucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<K, TokenBucket> eldest) {
                    return size() > MAX;
                }
            };

    TokenBuckets(Rate rate) {
        this.rate = rate;
    }

    TokenBucket of(K key, Instant now) {
        return buckets.computeIfAbsent(key, any -> new TokenBucket(rate, now));
    }
}
