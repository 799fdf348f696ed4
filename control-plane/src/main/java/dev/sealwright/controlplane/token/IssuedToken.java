package dev.sealwright.controlplane.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.Claims;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A capability token as it is stored.
 *
 * @param id of its leaf, and of the token
 * @param act names the request that issued it
 * @param org tag of 16 bytes
 * @param sandbox of the host it was issued for, if it was for one
 */
record IssuedToken(
        UUID id,
        UUID act,
        Bytes org,
        Optional<UUID> sandbox,
        Claims claims,
        Bytes salt,
        Validity validity,
        String issuedBy) {

    TokenBody.CapabilityToken body() {
        return new TokenBody.CapabilityToken(SaltedDigest.of(salt, claims.encode()), validity);
    }

    Bytes idBytes() {
        return Uuids.bytes(id);
    }

    /** {@code issued}, {@code expired} or {@code revoked}. */
    String state(boolean revoked, Instant now) {
        if (revoked) {
            return "revoked";
        }
        return validity.over(now) ? "expired" : "issued";
    }
}
