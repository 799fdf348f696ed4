package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token, or a part of it, is good no more.
 *
 * @param block base64url of the id of a block; null for the whole token
 * @param leaf base64url of the revocation leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "CapabilityTokenRevocation")
public record TokenRevocationAnswer(
        UUID id, @Nullable String block, String leaf, String receipt, long receiptIndex) {}
