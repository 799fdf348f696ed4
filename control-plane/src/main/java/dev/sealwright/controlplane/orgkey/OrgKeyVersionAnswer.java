package dev.sealwright.controlplane.orgkey;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of the key under which the organisation's secrets are sealed.
 *
 * @param label by which the key inventory knows it
 * @param state active, deactivated (opens and seals nothing new), disabled, destruction-scheduled
 *     or destroyed
 * @param seals whether it is the one that seals
 * @param enabled whether it opens what it sealed
 * @param deactivatedAt from when another version sealed
 * @param originatorEndsAt until when it is to seal (NIST SP 800-57 part 1)
 * @param recipientEndsAt until when what it sealed is to be opened
 * @param destroyAt when it is destroyed, once that is scheduled
 * @param receiptIndex index of its org-key-version leaf; absent for the first, which has none
 */
@Serdeable
@Schema(name = "EncryptionKeyVersion")
public record OrgKeyVersionAnswer(
        long version,
        String label,
        String state,
        boolean seals,
        boolean enabled,
        @Nullable Instant createdAt,
        @Nullable Instant deactivatedAt,
        @Nullable Instant originatorEndsAt,
        @Nullable Instant recipientEndsAt,
        @Nullable Instant destroyAt,
        @Nullable Long receiptIndex) {
    String etag() {
        return VersionTag.of(version, state, destroyAt);
    }

    static OrgKeyVersionAnswer of(
            LoggedOrgKey.Version version,
            LoggedOrgKey key,
            Optional<Instant> firstSealed,
            Cryptoperiods periods) {
        boolean seals = version.number() == key.latest();
        Optional<Instant> made =
                version.origin().map(LoggedOrgKey.Origin::time).or(() -> firstSealed);
        Optional<Cryptoperiod> period = made.map(time -> periods.of(KeyPurpose.ENCRYPTION, time));
        return new OrgKeyVersionAnswer(
                version.number(),
                "kek-" + key.org().hex() + (version.number() == 1 ? "" : "-" + version.number()),
                version.state(seals),
                seals,
                version.enabled(),
                made.orElse(null),
                key.deactivated(version.number()).orElse(null),
                period.map(Cryptoperiod::originatorEnd).orElse(null),
                period.flatMap(Cryptoperiod::recipientEnd).orElse(null),
                version.destruction().map(LoggedOrgKey.Destruction::due).orElse(null),
                version.origin().map(LoggedOrgKey.Origin::index).orElse(null));
    }
}
