package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/**
 * What stands behind the salted digest in a leaf: whoever holds it can show that the leaf says
 * this, and nobody learns it from the leaf.
 *
 * @param salt 16 random bytes
 * @param content that the leaf commits to
 */
public record Opening(Bytes salt, Bytes content) {
    public Opening {
        salt.requireSize(SaltedDigest.SALT_SIZE, "a salt");
    }

    public Bytes digest() {
        return SaltedDigest.of(salt, content);
    }

    /** Whether the leaf holds the digest of this. */
    public boolean opens(LeafBody body) {
        return digestIn(body).filter(digest()::equals).isPresent();
    }

    /** The salted digest that a leaf holds; empty where its type has none. */
    public static Optional<Bytes> digestIn(LeafBody body) {
        return switch (body) {
            case LeafBody.Event event -> Optional.of(event.digest());
            case LeafBody.RecordBody row -> Optional.of(row.digest());
            case LeafBody.Policy policy -> Optional.of(policy.digest());
            case SecretBody.Unseal unseal -> Optional.of(unseal.caller());
            case TokenBody.AttestationResult result -> Optional.of(result.digest());
            case RevocationBody.TokenRevocation revocation -> Optional.of(revocation.digest());
            case KeyBody.Sign sign -> Optional.of(sign.caller());
            default -> Optional.empty();
        };
    }
}
