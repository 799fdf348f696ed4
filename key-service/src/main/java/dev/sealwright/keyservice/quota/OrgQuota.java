package dev.sealwright.keyservice.quota;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;

/** Charges one operation by org. Safe for concurrent use. */
public final class OrgQuota {
    private final TokenBuckets<Bytes> orgs;

    public OrgQuota(Rate rate) {
        this.orgs = new TokenBuckets<>(rate);
    }

    /** Takes a token of the org's bucket, if it has one. */
    public synchronized boolean charge(Bytes org, Instant now) {
        TokenBucket bucket = orgs.of(org, now);
        boolean charged = bucket.hasToken(now);
        if (charged) {
            bucket.take();
        }
        return charged;
    }
}
