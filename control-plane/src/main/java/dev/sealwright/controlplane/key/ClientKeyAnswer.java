package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A client key as it is shown.
 *
 * @param id by which leaves name it
 * @param state pending, pre-active, active, disabled, expired, destruction-scheduled or destroyed
 * @param latestVersion the version that signs; 0 while the first is made
 * @param publicKeyPem of that version
 * @param destroyAt when it is destroyed, once that is scheduled
 * @param warning what its owner should know
 * @param version of this description
 * @param receiptIndex index of the leaf that this description stands by
 */
@Serdeable
public record ClientKeyAnswer(
        String name,
        UUID id,
        String description,
        String algorithm,
        boolean enabled,
        String state,
        long latestVersion,
        @Nullable String publicKeyPem,
        long destroyAfterSeconds,
        @Nullable Instant destroyAt,
        @Nullable Instant activatesAt,
        @Nullable Instant expiresAt,
        @Nullable String warning,
        long version,
        long receiptIndex) {
    static ClientKeyAnswer of(
            Versioned<KeyDocument> found,
            Optional<LoggedKey> logged,
            Cryptoperiods periods,
            Instant now) {
        KeyDocument document = found.value();
        return new ClientKeyAnswer(
                found.name(),
                document.key(),
                document.description(),
                document.algorithm(),
                document.enabled(),
                KeyState.of(document, logged, now).text(),
                logged.map(key -> key.latest().number()).orElse(0L),
                logged.map(key -> key.latest().key().pem()).orElse(null),
                document.destroyAfterSeconds(),
                logged.flatMap(LoggedKey::destruction).map(LoggedKey.Destruction::due).orElse(null),
                document.activatesAt(),
                document.expiresAt(),
                KeyState.warning(
                                document,
                                logged,
                                logged.flatMap(
                                        key ->
                                                periods.warning(
                                                        KeyPurpose.SIGNING, key.latest().time())),
                                now)
                        .orElse(null),
                found.version(),
                found.index());
    }
}
