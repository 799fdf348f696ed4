package dev.sealwright.controlplane.token;

import dev.sealwright.keyservice.api.TokenAlgorithm;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How JSON Web Tokens are signed where nobody asks for something else.
 *
 * @param algorithm EdDSA or ES256
 */
@ConfigurationProperties("sealwright.jwt")
public record JwtSettings(@Bindable(defaultValue = "EdDSA") String algorithm) {
    public JwtSettings {
        TokenAlgorithm.of(algorithm);
    }

    public TokenAlgorithm standard() {
        return TokenAlgorithm.of(algorithm);
    }
}
