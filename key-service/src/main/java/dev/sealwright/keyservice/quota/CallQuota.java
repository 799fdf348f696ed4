package dev.sealwright.keyservice.quota;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Charges callers by operation, and for the leaves they submit. Safe for concurrent use. */
public final class CallQuota {
    private final CallLimits limits;
    private final TokenBuckets<String> leaves;
    private final Map<String, TokenBuckets<String>> calls = new HashMap<>();

    public CallQuota(CallLimits limits) {
        this.limits = limits;
        this.leaves = new TokenBuckets<>(limits.leaves());
    }

    /** Takes a token of the caller's bucket for this operation, if it has one. */
    public synchronized boolean call(String caller, String operation, Instant now) {
        TokenBucket bucket =
                calls.computeIfAbsent(operation, name -> new TokenBuckets<>(limits.of(name)))
                        .of(caller, now);
        boolean charged = bucket.hasToken(now);
        if (charged) {
            bucket.take();
        }
        return charged;
    }

    /** How many of so many leaves the caller may submit; that many tokens are taken. */
    public synchronized int leaves(String caller, int number, Instant now) {
        TokenBucket bucket = leaves.of(caller, now);
        int granted = 0;
        while (granted < number && bucket.hasToken(now)) {
            bucket.take();
            granted++;
        }
        return granted;
    }
}
