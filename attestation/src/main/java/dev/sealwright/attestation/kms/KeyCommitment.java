package dev.sealwright.attestation.kms;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;

/**
 * A hash an enclave knows from a trusted place (its image, or the log) of the one secret it accepts
 * in a context. The secrets are random and of full length, so the hash gives nothing away.
 */
public record KeyCommitment(Bytes digest) {
    public KeyCommitment {
        digest.requireSize(32, "a key commitment");
    }

    /**
     * The commitment to a secret.
     *
     * @param context names what the secret is for, so that one cannot stand in for another
     */
    public static KeyCommitment to(String context, Bytes secret) {
        return new KeyCommitment(
                Digests.sha256(
                        Framed.domain("sealwright/key-commitment/v1")
                                .add(context)
                                .add(secret)
                                .bytes()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyCommitment commitment
                && digest.equalsConstantTime(commitment.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }
}
