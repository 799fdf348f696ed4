package dev.sealwright.controlplane.host;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A host that redeemed a bootstrap.
 *
 * @param org tag of 16 bytes
 * @param spec row of the sandbox spec it was enrolled for
 * @param bootstrap id of 16 bytes
 * @param enrolmentLeaf id of its leaf
 * @param certificateExpires end of its newest certificate; empty until it has one
 * @param activationLeaf of its first heartbeat
 * @param agent what the host says of its agent, JSON
 */
public record Host(
        UUID sandbox,
        Bytes org,
        UUID spec,
        String specName,
        Bytes bootstrap,
        UUID enrolmentLeaf,
        Instant enrolledAt,
        Optional<Instant> certificateExpires,
        Optional<UUID> activationLeaf,
        Optional<Instant> lastSeenAt,
        Optional<Long> policyVersion,
        Optional<String> agent,
        Optional<Instant> quarantinedAt,
        Optional<Instant> revokedAt,
        Optional<UUID> revocationLeaf) {

    /** The row a host starts from. */
    static Host enrolling(
            UUID sandbox,
            Bytes org,
            UUID spec,
            String specName,
            Bytes bootstrap,
            UUID leaf,
            Instant now) {
        return new Host(
                sandbox,
                org,
                spec,
                specName,
                bootstrap,
                leaf,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * {@code enrolling}, {@code enrolled}, {@code active}, {@code expired}, {@code quarantined} or
     * {@code revoked}.
     */
    String state(Instant now) {
        if (revokedAt.isPresent()) {
            return "revoked";
        }
        if (quarantinedAt.isPresent()) {
            return "quarantined";
        }
        if (certificateExpires.isEmpty()) {
            return "enrolling";
        }
        if (certificateExpires.get().isBefore(now)) {
            return "expired";
        }
        return activationLeaf.isPresent() ? "active" : "enrolled";
    }
}
