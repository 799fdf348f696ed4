package dev.sealwright.attestation.report;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * What whoever reads a report wants of it.
 *
 * @param nonce that it must answer
 * @param maxAge how old it may be
 * @param sbom SHA-256 of the component list that is at hand
 * @param attested keys that a vendor's devices vouch for
 */
public record Demands(
        Optional<Bytes> nonce,
        Optional<Duration> maxAge,
        Optional<Bytes> sbom,
        Optional<AttestedKeys> attested) {
    public static final Demands NONE =
            new Demands(Optional.empty(), Optional.empty(), Optional.empty());

    public Demands(Optional<Bytes> nonce, Optional<Duration> maxAge, Optional<Bytes> sbom) {
        this(nonce, maxAge, sbom, Optional.empty());
    }

    /** The same by a reader who has evidence of keys. */
    public Demands with(AttestedKeys keys) {
        return new Demands(nonce, maxAge, sbom, Optional.of(keys));
    }
}
