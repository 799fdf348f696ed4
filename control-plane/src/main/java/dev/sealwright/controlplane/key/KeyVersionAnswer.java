package dev.sealwright.controlplane.key;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * A version with its public half.
 *
 * @param signs whether it is the one that signs; the others verify
 * @param publicKeyPem SubjectPublicKeyInfo as RFC 7468 text
 * @param publicKeyJwk members of the key as RFC 7517 has them; kid is its RFC 7638 thumbprint
 * @param receiptIndex index of its key-version leaf
 */
@Serdeable
@Schema(name = "ClientKeyVersion")
public record KeyVersionAnswer(
        long version,
        String algorithm,
        boolean signs,
        String publicKeyPem,
        Map<String, String> publicKeyJwk,
        Instant createdAt,
        long receiptIndex) {
    public KeyVersionAnswer {
        publicKeyJwk = Map.copyOf(publicKeyJwk);
    }

    static KeyVersionAnswer of(LoggedKey.Version version, LoggedKey key) {
        return new KeyVersionAnswer(
                version.number(),
                version.key().algorithm().jose(),
                version.equals(key.latest()),
                version.key().pem(),
                version.key().jwk(),
                version.time(),
                version.index());
    }
}
