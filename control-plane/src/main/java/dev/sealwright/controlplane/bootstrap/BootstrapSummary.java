package dev.sealwright.controlplane.bootstrap;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bootstrap as lists show it.
 *
 * @param id 22 characters of base64url
 * @param state issued, burned or expired
 */
@Serdeable
@Schema(name = "BootstrapSummary")
public record BootstrapSummary(
        String id,
        String sandboxSpec,
        String state,
        Instant nbf,
        Instant exp,
        String mintedBy,
        @Nullable Instant burnedAt) {

    static BootstrapSummary of(Bootstrap bootstrap, BootstrapState state) {
        return new BootstrapSummary(
                bootstrap.id().text(),
                bootstrap.specName(),
                state.text(),
                bootstrap.validity().notBefore(),
                bootstrap.validity().expires(),
                bootstrap.mintedBy(),
                bootstrap.burnedAt().orElse(null));
    }
}
