package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * What whoever reads a report wants of it.
 *
 * @param nonce that it must answer
 * @param maxAge how old it may be
 * @param sbom SHA-256 of the component list that is at hand
 */
public record Demands(Optional<Bytes> nonce, Optional<Duration> maxAge, Optional<Bytes> sbom) {
    public static final Demands NONE =
            new Demands(Optional.empty(), Optional.empty(), Optional.empty());
}
