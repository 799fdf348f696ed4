package dev.sealwright.controlplane.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A burned bootstrap and how far the host has come since.
 *
 * @param spki SHA-256 of the key that burned it
 * @param leaf id of its leaf
 * @param chain PEM of the certificate that was issued first
 */
record Enrolment(
        UUID sandbox,
        BootstrapId bootstrap,
        Bytes org,
        UUID spec,
        Bytes spki,
        UUID leaf,
        Instant burnedAt,
        Optional<String> chain) {}
