package dev.sealwright.attestation.kms;

import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/**
 * A secret that came out of an envelope anyone could have made; usable only once it is committed
 * to.
 */
public final class UnauthenticatedKey {
    private final Bytes value;

    UnauthenticatedKey(Bytes value) {
        this.value = value;
    }

    /** The secret, if it is the one committed to; empty if somebody put another in its place. */
    public Optional<Bytes> authenticate(KeyCommitment commitment, String context) {
        return KeyCommitment.to(context, value).equals(commitment)
                ? Optional.of(value)
                : Optional.empty();
    }

    /** What to commit to when the secret is first made, in the same context. */
    public KeyCommitment commitment(String context) {
        return KeyCommitment.to(context, value);
    }

    @Override
    public String toString() {
        return "UnauthenticatedKey";
    }
}
