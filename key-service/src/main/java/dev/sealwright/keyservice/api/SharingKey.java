package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Objects;

/**
 * To which other members seal what a member is to take over. It lives as long as the member's
 * process, and its log key vouches for it.
 *
 * @param logKey raw Ed25519, of a member that issues and holds secrets
 * @param key raw X25519 public key
 * @param signature by the log key over {@link #statement}
 */
public record SharingKey(Bytes logKey, Bytes key, Bytes signature) {
    /** Bytes of a member's id. */
    public static final int ID = 16;

    private static final int X25519 = 32;

    public SharingKey {
        logKey.requireSize(Ed25519.KEY_SIZE, "a member's log key");
        key.requireSize(X25519, "a sharing key");
        Objects.requireNonNull(signature);
    }

    /** What the log key signs; it can be no note, having zero bytes. */
    public static Bytes statement(String origin, Bytes logKey, Bytes key) {
        return Framed.domain("sealwright/sharing-key/v1").add(origin).add(logKey).add(key).bytes();
    }

    /** Whether a member that these anchors have hold secrets vouches for it. */
    public boolean holds(VerifiedAnchors anchors) {
        return anchors.content().issuing().stream().anyMatch(voter -> voter.key().equals(logKey))
                && Ed25519.verify(logKey, statement(anchors.origin(), logKey, key), signature);
    }

    /** How the member is told from others: the first bytes of SHA-256 of its log key. */
    public Bytes member() {
        return member(logKey);
    }

    public static Bytes member(Bytes logKey) {
        return Sha256.of(logKey).slice(0, ID);
    }
}
