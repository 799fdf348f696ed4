package dev.sealwright.keyservice.quota;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Charges admissions by leaf type, and by leaf type and org. Not safe for concurrent use. */
public final class AdmissionQuota {
    private record TypeAndOrg(String type, Bytes org) {}

    private final AdmissionLimits limits;
    private final Map<String, TokenBucket> types = new HashMap<>();
    private final TokenBuckets<TypeAndOrg> orgs;

    public AdmissionQuota(AdmissionLimits limits) {
        this.limits = limits;
        this.orgs = new TokenBuckets<>(limits.typeAndOrg());
    }

    /** Takes one token of each bucket that applies, or of none. */
    public boolean charge(String type, Bytes org, Instant now) {
        TokenBucket all =
                types.computeIfAbsent(type, name -> new TokenBucket(limits.ofType(name), now));
        TokenBucket ofOrg = orgs.of(new TypeAndOrg(type, org), now);
        if (!all.hasToken(now) || !ofOrg.hasToken(now)) {
            return false;
        }
        all.take();
        ofOrg.take();
        return true;
    }
}
