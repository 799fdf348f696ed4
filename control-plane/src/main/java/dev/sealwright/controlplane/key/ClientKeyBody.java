package dev.sealwright.controlplane.key;

import dev.sealwright.protocol.MalformedException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A client key as its owner declares it.
 *
 * @param algorithm ES256, Ed25519 or PS256 (RSA with 3072 bits); never changes
 * @param description for people; empty by default
 * @param enabled whether it signs; true by default
 * @param destroyAfterSeconds how long a destruction waits and may be taken back; a week by default
 * @param activatesAt when it may sign for the first time
 * @param expiresAt from when it may not sign any more; what it signed verifies for ever
 */
@Serdeable
@Schema(name = "ClientKey")
public record ClientKeyBody(
        @NotNull @Pattern(regexp = "ES256|Ed25519|PS256") String algorithm,
        @Nullable @Size(max = 1000) String description,
        @Nullable Boolean enabled,
        @Nullable @Min(SHORTEST) @Max(LONGEST) Long destroyAfterSeconds,
        @Nullable Instant activatesAt,
        @Nullable Instant expiresAt) {
    private static final long SHORTEST = 86_400;
    private static final long LONGEST = 7_776_000;
    private static final long USUAL = 604_800;

    public ClientKeyBody {
        activatesAt = activatesAt == null ? null : activatesAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.SECONDS);
        if (activatesAt != null && expiresAt != null && !activatesAt.isBefore(expiresAt)) {
            throw new MalformedException("expires_at is not after activates_at");
        }
    }

    KeyDocument stored(UUID key) {
        return new KeyDocument(
                key,
                description == null ? "" : description,
                algorithm,
                enabled == null || enabled,
                destroyAfterSeconds == null ? USUAL : destroyAfterSeconds,
                activatesAt,
                expiresAt);
    }
}
