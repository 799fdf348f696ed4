package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A capability token for parties that read JSON Web Tokens.
 *
 * @param jwt RFC 9068 access token, EdDSA or ES256; its keys are at {@code /.well-known/jwks.json}
 */
@Serdeable
@Schema(name = "CapabilityTokenJwt")
public record JwtAnswer(String jwt) {}
