package dev.sealwright.controlplane.org;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What is to count again.
 *
 * @param kind api-key or role-binding
 */
@Serdeable
@Schema(name = "QuarantineRelease")
public record QuarantineReleaseBody(
        @NotBlank @Size(max = 32) String kind, @NotBlank @Size(max = 63) String name) {}
