package dev.sealwright.attestation.x509;

import dev.sealwright.protocol.Bytes;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * The roots a verifier believes, by the SHA-256 of their certificates' DER. Nothing else is a root.
 */
public record PinnedRoots(Set<Bytes> fingerprints) {
    public PinnedRoots {
        fingerprints = Set.copyOf(fingerprints);
        fingerprints.forEach(f -> f.requireSize(32, "a root fingerprint"));
    }

    public static PinnedRoots of(String... sha256Hex) {
        return new PinnedRoots(
                java.util.Arrays.stream(sha256Hex)
                        .map(Bytes::fromHex)
                        .collect(java.util.stream.Collectors.toSet()));
    }

    public boolean contains(X509Certificate certificate) {
        return fingerprints.contains(Certificates.fingerprint(certificate));
    }
}
