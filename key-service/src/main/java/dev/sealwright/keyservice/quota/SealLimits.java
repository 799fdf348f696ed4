package dev.sealwright.keyservice.quota;

/**
 * What one organisation may have sealed and opened, and how many have a key on the token.
 *
 * @param seal per org, and as much again for sealing anew. NIST SP 800-38D section 8.3 allows 2³²
 *     random nonces under one key; at the default rate that takes more than a year of nothing else
 * @param unseal per org
 * @param orgKeys versions of orgs' keys that the token has room for
 */
public record SealLimits(Rate seal, Rate unseal, int orgKeys) {
    public static final SealLimits DEFAULT =
            new SealLimits(new Rate(100, 10_000), new Rate(2_000, 20_000), 1_000);

    public SealLimits {
        if (orgKeys < 1) {
            throw new IllegalArgumentException("a token holds at least one org's key");
        }
    }
}
