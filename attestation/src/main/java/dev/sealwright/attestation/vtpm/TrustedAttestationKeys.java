package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import java.security.PublicKey;
import java.util.Set;

/**
 * How a TPM's attestation key is known: enrolled by the SHA-256 of its SubjectPublicKeyInfo, or
 * certified under a pinned root.
 */
public record TrustedAttestationKeys(Set<Bytes> enrolled, PinnedRoots roots) {
    public TrustedAttestationKeys {
        enrolled = Set.copyOf(enrolled);
    }

    boolean enrolled(PublicKey key) {
        return enrolled.contains(Digests.sha256(Bytes.of(key.getEncoded())));
    }
}
