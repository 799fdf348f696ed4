package dev.sealwright.keyservice.quota;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Charges admissions by leaf type, and by leaf type and org. Not safe for concurrent use. */
public final class AdmissionQuota {
    private static final int MAX_ORG_BUCKETS = 16_384;

    private record TypeAndOrg(String type, Bytes org) {}

    private final AdmissionLimits limits;
    private final Map<String, TokenBucket> types = new HashMap<>();
    private final Map<TypeAndOrg, TokenBucket> orgs =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TypeAndOrg, TokenBucket> eldest) {
                    return size() > MAX_ORG_BUCKETS;
                }
            };

    public AdmissionQuota(AdmissionLimits limits) {
        this.limits = limits;
    }

    /** Takes one token of each bucket that applies, or of none. */
    public boolean charge(String type, Bytes org, Instant now) {
        TokenBucket all =
                types.computeIfAbsent(type, name -> new TokenBucket(limits.ofType(name), now));
        TokenBucket ofOrg =
                orgs.computeIfAbsent(
                        new TypeAndOrg(type, org),
                        key -> new TokenBucket(limits.typeAndOrg(), now));
        if (!all.hasToken(now) || !ofOrg.hasToken(now)) {
            return false;
        }
        all.take();
        ofOrg.take();
        return true;
    }
}
