package dev.sealwright.controlplane.enrol;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Which bootstrap a host holds.
 *
 * @param id 22 characters of base64url
 */
@Serdeable
@Schema(name = "ChallengeRequest")
public record ChallengeBody(@NotBlank @Size(min = 22, max = 22) String id) {}
