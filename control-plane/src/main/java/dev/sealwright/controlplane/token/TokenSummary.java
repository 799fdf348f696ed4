package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A capability token as lists show it.
 *
 * @param state issued, expired or revoked; of the token as it was issued
 * @param grant what it allows
 */
@Serdeable
@Schema(name = "CapabilityTokenSummary")
public record TokenSummary(
        UUID id,
        String subject,
        @Nullable UUID sandboxId,
        String state,
        Instant nbf,
        Instant exp,
        int depth,
        String issuedBy,
        Grant grant) {

    static TokenSummary of(IssuedToken token, String state) {
        return new TokenSummary(
                token.id(),
                token.claims().subject(),
                token.sandbox().orElse(null),
                state,
                token.validity().notBefore(),
                token.validity().expires(),
                token.claims().depth(),
                token.issuedBy(),
                Grant.of(token.claims().caveats()));
    }
}
