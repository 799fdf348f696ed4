package dev.sealwright.controlplane.approval;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * An approval in a list.
 *
 * @param state pending, signed, approved, refused, rejected, superseded or expired
 * @param type of the leaf that waits
 * @param about what it is for, in the service's words
 * @param requestedBy user; empty where the service itself compiled a policy
 */
@Serdeable
@Schema(name = "ApprovalSummary")
public record ApprovalSummary(
        UUID id,
        String state,
        String type,
        String about,
        String requestedBy,
        Instant requestedAt,
        Instant expiresAt) {
    static ApprovalSummary of(Approval approval, ApprovalState state) {
        return new ApprovalSummary(
                approval.id(),
                state.text(),
                approval.type(),
                approval.about(),
                approval.requestedBy(),
                approval.requestedAt(),
                approval.expiresAt());
    }
}
