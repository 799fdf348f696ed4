package dev.sealwright.controlplane.vault;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * A value to be sealed.
 *
 * @param value base64url of at least one byte
 */
@Serdeable
@Schema(name = "SecretValue")
public record SecretValueBody(@NotNull String value) {
    @Override
    public String toString() {
        return "a value of " + value.length() + " characters";
    }
}
