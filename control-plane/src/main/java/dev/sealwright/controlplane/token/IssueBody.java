package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be issued, and for whom: either a subject or a host is named.
 *
 * @param holderKey base64url of the holder's SubjectPublicKeyInfo, Ed25519 or P-256, whose private
 *     half stays with him
 * @param subject a name of the issuer's choosing; takes the role ADMIN, as no policy bounds it
 * @param sandboxId of a host, whose policy bounds what the token may allow
 * @param ttlSeconds how long it lasts; 900 by default, less where the host's policy ends before
 * @param depth how often holders may narrow it and hand it on; 0 by default
 */
@Serdeable
@Schema(name = "IssueCapabilityToken")
public record IssueBody(
        @NotBlank @Size(max = 128) String holderKey,
        @Nullable @Size(min = 1, max = 200) String subject,
        @Nullable UUID sandboxId,
        @NotNull @Valid Grant grant,
        @Nullable @Min(60) @Max(86_400) Integer ttlSeconds,
        @Nullable @Min(0) @Max(8) Integer depth) {
    static final int DEFAULT_TTL = 900;
}
