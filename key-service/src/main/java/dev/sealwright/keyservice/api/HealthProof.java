package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Objects;

/**
 * A signature the HSM just made: the time it stood at, the statement signed, and the log key's
 * Ed25519 signature over it.
 */
public record HealthProof(Instant time, Bytes statement, Bytes signature) {
    public HealthProof {
        Objects.requireNonNull(time);
        Objects.requireNonNull(statement);
        Objects.requireNonNull(signature);
    }
}
