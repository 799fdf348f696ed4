package dev.sealwright.controlplane.host;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/**
 * A host's rights have ended.
 *
 * @param leaf base64url of the revocation leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "RevocationReceipt")
public record RevocationAnswer(
        UUID sandboxId, String state, String leaf, String receipt, long receiptIndex) {}
