package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A capability token.
 *
 * @param state issued, expired or revoked; of the token as it was issued
 * @param holderKey base64url of the holder's SubjectPublicKeyInfo
 * @param grant what it allows
 * @param token its text, of use to whoever has the holder's private key
 * @param leaf base64url of its leaf
 * @param receipt c2sp.org/tlog-proof text
 */
@Serdeable
@Schema(name = "CapabilityToken")
public record TokenAnswer(
        UUID id,
        String subject,
        @Nullable UUID sandboxId,
        String state,
        Instant nbf,
        Instant exp,
        int depth,
        String issuedBy,
        String holderKey,
        Grant grant,
        String token,
        String leaf,
        String receipt,
        long receiptIndex) {

    static TokenAnswer of(CapabilityTokens.Released released, String state) {
        TokenSummary summary = TokenSummary.of(released.token(), state);
        return new TokenAnswer(
                summary.id(),
                summary.subject(),
                summary.sandboxId(),
                summary.state(),
                summary.nbf(),
                summary.exp(),
                summary.depth(),
                summary.issuedBy(),
                released.token().claims().holder().spki().base64Url(),
                summary.grant(),
                released.encoded().text(),
                released.leaf().leaf().base64Url(),
                released.leaf().receipt().text(),
                released.leaf().index());
    }
}
