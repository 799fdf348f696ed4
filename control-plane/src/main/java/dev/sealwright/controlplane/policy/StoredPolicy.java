package dev.sealwright.controlplane.policy;

import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A compiled policy as it is stored.
 *
 * @param source digest of what it was compiled from
 * @param policy deterministic CBOR
 */
record StoredPolicy(
        UUID leafId,
        UUID spec,
        long version,
        Bytes source,
        Bytes policy,
        Bytes salt,
        Instant issuedAt,
        Instant expiresAt) {

    /** Still the compilation of these sources, and in the first half of its life. */
    boolean isFresh(Bytes sources, Instant now) {
        return source.equals(sources) && now.isBefore(halfLife());
    }

    Instant halfLife() {
        return issuedAt.plus(Duration.between(issuedAt, expiresAt).dividedBy(2));
    }
}
