package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version with its public half.
 *
 * @param signs whether it is the one that signs; the others verify
 * @param publicKeyPem SubjectPublicKeyInfo as RFC 7468 text
 * @param publicKeyJwk members of the key as RFC 7517 has them; kid is its RFC 7638 thumbprint
 * @param originatorEndsAt until when it is to sign (NIST SP 800-57 part 1)
 * @param recipientEndsAt until when what it signed is to be verified; absent for no end
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
        Instant originatorEndsAt,
        @Nullable Instant recipientEndsAt,
        long receiptIndex) {
    public KeyVersionAnswer {
        publicKeyJwk = Map.copyOf(publicKeyJwk);
    }

    static KeyVersionAnswer of(LoggedKey.Version version, LoggedKey key, Cryptoperiods periods) {
        Cryptoperiod period = periods.of(KeyPurpose.SIGNING, version.time());
        return new KeyVersionAnswer(
                version.number(),
                version.key().algorithm().jose(),
                version.equals(key.latest()),
                version.key().pem(),
                version.key().jwk(),
                version.time(),
                period.originatorEnd(),
                period.recipientEnd().orElse(null),
                version.index());
    }
}
