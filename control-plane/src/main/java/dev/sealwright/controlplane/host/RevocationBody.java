package dev.sealwright.controlplane.host;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Why a host is revoked. */
@Serdeable
@Schema(name = "Revocation")
public record RevocationBody(@NotBlank @Size(max = 500) String reason) {}
