package dev.sealwright.controlplane.org;

import dev.sealwright.controlplane.access.ApiKeyDocument;
import dev.sealwright.controlplane.access.Pepper;
import dev.sealwright.protocol.Bytes;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its owner registers it.
 *
 * @param user name of a user of the same organisation
 * @param secretSha256 base64url of SHA-256 of the key's text
 * @param expiresAt from when the key is refused; never when absent
 */
@Serdeable
@Schema(name = "ApiKey")
public record ApiKeyBody(String user, String secretSha256, @Nullable Instant expiresAt) {
    public ApiKeyBody {
        Bytes.fromBase64Url(secretSha256).requireSize(32, "secret_sha256");
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    ApiKeyDocument stored(Pepper pepper) {
        return ApiKeyDocument.of(
                user, pepper.verifier(Bytes.fromBase64Url(secretSha256)), expiresAt);
    }

    /** Without the hash: nobody needs it in a log line. */
    @Override
    public String toString() {
        return "ApiKeyBody[user=" + user + ", expiresAt=" + expiresAt + "]";
    }
}
