package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import java.util.Objects;

/**
 * A member's word that a shared secret was made by a member, so that its two halves, for members
 * and for the recovery key, are of one value. It says nothing else, and stays true for ever.
 *
 * @param logKey raw Ed25519, of a member that issues and holds secrets
 * @param signature by the log key over {@link #statement}
 */
public record SecretVoucher(Bytes logKey, Bytes signature) {
    public SecretVoucher {
        logKey.requireSize(Ed25519.KEY_SIZE, "a member's log key");
        Objects.requireNonNull(signature);
    }

    /**
     * What the log key signs; it can be no note, having zero bytes.
     *
     * @param secret digest of the blob
     */
    public static Bytes statement(String origin, Bytes secret) {
        return Framed.domain("sealwright/shared-secret/v1").add(origin).add(secret).bytes();
    }

    /** Whether a member that these anchors have hold secrets says so of this one. */
    public boolean holds(VerifiedAnchors anchors, Bytes secret) {
        return anchors.content().issuing().stream().anyMatch(voter -> voter.key().equals(logKey))
                && Ed25519.verify(logKey, statement(anchors.origin(), secret), signature);
    }
}
