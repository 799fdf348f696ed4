package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Why a token is revoked, and how much of it.
 *
 * @param block base64url of the id of an attenuation block: that block and what follows it alone;
 *     the whole token by default
 */
@Serdeable
@Schema(name = "RevokeCapabilityToken")
public record TokenRevocationBody(
        @NotBlank @Size(max = 500) String reason,
        @Nullable @Size(min = 43, max = 43) String block) {}
