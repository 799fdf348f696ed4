package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs the service's own JSON Web Tokens, or did.
 *
 * @param algorithm EdDSA or ES256
 * @param label by which the key inventory knows it
 * @param state active (it signs), deactivated (another does), destruction-scheduled or destroyed
 * @param publicKeyJwk members of the key as RFC 7517 has them; kid is its RFC 7638 thumbprint
 * @param deactivatedAt from when another signed
 * @param originatorEndsAt until when it is to sign (NIST SP 800-57 part 1)
 * @param recipientEndsAt until when what it signed is to be verified; absent for no end
 * @param warning what its owner should know
 * @param destroyAt when it is destroyed, once that is scheduled
 * @param receiptIndex index of its key-version leaf; absent before the first rotation
 */
@Serdeable
@Schema(name = "TokenKeyVersion")
public record TokenKeyAnswer(
        String algorithm,
        long version,
        String label,
        String state,
        Map<String, String> publicKeyJwk,
        Instant createdAt,
        @Nullable Instant deactivatedAt,
        Instant originatorEndsAt,
        @Nullable Instant recipientEndsAt,
        @Nullable String warning,
        @Nullable Instant destroyAt,
        @Nullable Long receiptIndex) {
    public TokenKeyAnswer {
        publicKeyJwk = Map.copyOf(publicKeyJwk);
    }

    static TokenKeyAnswer of(
            TokenAlgorithm algorithm, TokenKeys.Generation key, Cryptoperiods periods) {
        Cryptoperiod period = periods.of(KeyPurpose.TOKEN, key.since());
        Optional<String> warning =
                key.deactivated().isPresent()
                        ? Optional.empty()
                        : periods.warning(KeyPurpose.TOKEN, key.since());
        return new TokenKeyAnswer(
                algorithm.jose(),
                key.number(),
                key.label(),
                key.state(),
                algorithm.jwk(key.spki()),
                key.since(),
                key.deactivated().orElse(null),
                period.originatorEnd(),
                period.recipientEnd().orElse(null),
                warning.orElse(null),
                key.logged()
                        .flatMap(LoggedKey::destruction)
                        .map(LoggedKey.Destruction::due)
                        .orElse(null),
                key.logged().map(each -> each.latest().index()).orElse(null));
    }
}
