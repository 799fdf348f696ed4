package dev.sealwright.controlplane.host;

import dev.sealwright.protocol.bootstrap.BootstrapId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is shown.
 *
 * @param state enrolling, enrolled, active, expired, quarantined or revoked
 * @param bootstrap that it redeemed
 * @param agent JSON, as the host told it
 */
@Serdeable
@Schema(name = "Host")
public record HostAnswer(
        UUID sandboxId,
        String sandboxSpec,
        String state,
        String bootstrap,
        Instant enrolledAt,
        @Nullable Instant certificateExpiresAt,
        @Nullable Instant lastSeenAt,
        @Nullable Long policyVersion,
        @Nullable String agent,
        @Nullable Instant quarantinedAt,
        @Nullable Instant revokedAt) {

    static HostAnswer of(Host host, String state) {
        return new HostAnswer(
                host.sandbox(),
                host.specName(),
                state,
                new BootstrapId(host.bootstrap()).text(),
                host.enrolledAt(),
                host.certificateExpires().orElse(null),
                host.lastSeenAt().orElse(null),
                host.policyVersion().orElse(null),
                host.agent().orElse(null),
                host.quarantinedAt().orElse(null),
                host.revokedAt().orElse(null));
    }
}
