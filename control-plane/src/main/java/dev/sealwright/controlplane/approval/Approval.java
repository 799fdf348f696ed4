package dev.sealwright.controlplane.approval;

import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A leaf that waits, or waited, for an approval.
 *
 * @param org tag of 16 bytes
 * @param leaf id that the leaf will have
 * @param type of the leaf
 * @param body deterministic CBOR, as it will stand in the leaf
 * @param about what it is for, in the service's words
 * @param policy what a policy leaf's digest commits to
 * @param signature id of the approval leaf, once somebody signed
 * @param ended why it can take effect no more
 */
public record Approval(
        UUID id,
        Bytes org,
        UUID leaf,
        String type,
        Bytes body,
        String about,
        Optional<Policy> policy,
        String requestedBy,
        Instant requestedAt,
        Instant expiresAt,
        Optional<UUID> signature,
        Optional<ApprovalState> ended) {

    /**
     * A policy that waits.
     *
     * @param compiled deterministic CBOR
     * @param salt 16 bytes
     */
    public record Policy(Bytes compiled, Bytes salt) {}
}
