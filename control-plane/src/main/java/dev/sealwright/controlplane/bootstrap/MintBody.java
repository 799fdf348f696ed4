package dev.sealwright.controlplane.bootstrap;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a minter sends.
 *
 * @param sandboxSpec name of a sandbox spec of the same organisation
 * @param publicKey base64url of the raw Ed25519 public key whose seed stays with the minter
 * @param ttlSeconds how long it can be redeemed; 900 by default
 */
@Serdeable
@Schema(name = "MintBootstrap")
public record MintBody(
        @NotBlank @Size(max = 63) String sandboxSpec,
        @NotBlank @Size(min = 43, max = 43) String publicKey,
        @Nullable @Min(60) @Max(3600) Integer ttlSeconds) {
    static final int DEFAULT_TTL = 900;

    int ttl() {
        return ttlSeconds == null ? DEFAULT_TTL : ttlSeconds;
    }
}
