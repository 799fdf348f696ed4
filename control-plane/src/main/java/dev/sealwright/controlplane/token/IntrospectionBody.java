package dev.sealwright.controlplane.token;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which token is asked about (RFC 7662 section 2.1).
 *
 * @param token its text, {@code swt1_…}
 * @param tokenTypeHint passed over
 */
@Serdeable
@Schema(name = "IntrospectCapabilityToken")
public record IntrospectionBody(
        @NotBlank @Size(max = 100_000) String token,
        @Nullable @Size(max = 100) String tokenTypeHint) {}
