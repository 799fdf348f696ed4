package dev.sealwright.controlplane.orgkey;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * Whether an older version opens what it sealed.
 *
 * @param enabled false takes that nothing needs it any more
 */
@Serdeable
@Schema(name = "EncryptionKeyVersionState")
public record OrgKeyVersionBody(@NotNull Boolean enabled) {}
