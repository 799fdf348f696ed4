package dev.sealwright.controlplane.approval;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An approval with all that its signer checks. What is signed follows from {@code origin}, {@code
 * org_tag}, {@code type} and {@code body} alone; the rest is the service's word.
 *
 * @param state pending, signed, approved, refused, rejected, superseded or expired
 * @param type of the leaf that waits
 * @param about what it is for, in the service's words
 * @param requestedBy user; empty where the service itself compiled a policy
 * @param origin of the log
 * @param orgTag base64url of the organisation's 16 bytes
 * @param body base64url of the leaf's body, deterministic CBOR
 * @param policy base64url of the compiled policy that the body commits to; for policies alone
 * @param salt base64url of the salt of that commitment
 * @param receiptIndex index of the approved leaf, once it stands in the log
 */
@Serdeable
@Schema(name = "Approval")
public record ApprovalAnswer(
        UUID id,
        String state,
        String type,
        String about,
        String requestedBy,
        Instant requestedAt,
        Instant expiresAt,
        String origin,
        String orgTag,
        String body,
        @Nullable String policy,
        @Nullable String salt,
        @Nullable Long receiptIndex) {

    static ApprovalAnswer of(
            Approval approval, ApprovalState state, String origin, @Nullable Long index) {
        return new ApprovalAnswer(
                approval.id(),
                state.text(),
                approval.type(),
                approval.about(),
                approval.requestedBy(),
                approval.requestedAt(),
                approval.expiresAt(),
                origin,
                approval.org().base64Url(),
                approval.body().base64Url(),
                approval.policy().map(each -> each.compiled().base64Url()).orElse(null),
                approval.policy().map(each -> each.salt().base64Url()).orElse(null),
                index);
    }
}
