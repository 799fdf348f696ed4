package dev.sealwright.controlplane.vault;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version as lists show it.
 *
 * @param state sealed or destroyed
 * @param blobSha256 base64url of SHA-256 of the sealed blob
 * @param destroyedAt when its ciphertext was destroyed
 * @param receiptIndex index of the leaf by which its sealed form stands: it was sealed, or sealed
 *     anew
 */
@Serdeable
@Schema(name = "SecretVersionSummary")
public record SecretVersionSummary(
        long version,
        String state,
        String blobSha256,
        Instant createdAt,
        @Nullable Instant destroyedAt,
        long receiptIndex) {
    static SecretVersionSummary of(SealedVersion version) {
        return new SecretVersionSummary(
                version.number(),
                version.shreddedAt().isPresent() ? "destroyed" : "sealed",
                version.blob().base64Url(),
                version.sealedAt(),
                version.shreddedAt().orElse(null),
                version.index());
    }
}
