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
 * A version of the service's key that derives the pepper of API keys and kept answers.
 *
 * @param label by which the key inventory knows it
 * @param state active, deactivated (what stands under it counts, and nothing new does), disabled,
 *     destruction-scheduled or destroyed
 * @param derives whether it is the one for what is new
 * @param enabled whether what stands under it counts
 * @param deactivatedAt from when another version was for what is new
 * @param originatorEndsAt until when it is to derive what is new (NIST SP 800-57 part 1)
 * @param recipientEndsAt until when what stands under it is to count; absent for no end
 * @param warning what its owner should know
 * @param apiKeys how many API keys in force stand under it
 * @param keptAnswers how many requests under an Idempotency-Key do
 * @param destroyAt when it is destroyed, once that is scheduled
 * @param receiptIndex index of its org-key-version leaf; absent for the first, which has none
 */
@Serdeable
@Schema(name = "MacKeyVersion")
public record MacKeyAnswer(
        long version,
        String label,
        String state,
        boolean derives,
        boolean enabled,
        Instant createdAt,
        @Nullable Instant deactivatedAt,
        Instant originatorEndsAt,
        @Nullable Instant recipientEndsAt,
        @Nullable String warning,
        long apiKeys,
        long keptAnswers,
        @Nullable Instant destroyAt,
        @Nullable Long receiptIndex) {
    String etag() {
        return VersionTag.of(version, state, destroyAt);
    }

    static MacKeyAnswer of(
            LoggedOrgKey.Version version,
            LoggedOrgKey key,
            Instant begun,
            MacUse.Standing standing,
            Cryptoperiods periods) {
        boolean newest = version.number() == key.latest();
        Instant since = version.origin().map(LoggedOrgKey.Origin::time).orElse(begun);
        Cryptoperiod period = periods.of(KeyPurpose.MAC, since);
        Optional<String> warning =
                newest ? periods.warning(KeyPurpose.MAC, since) : Optional.empty();
        return new MacKeyAnswer(
                version.number(),
                "mac" + (version.number() == 1 ? "" : "-" + version.number()),
                version.state(newest),
                newest,
                version.enabled(),
                since,
                key.deactivated(version.number()).orElse(null),
                period.originatorEnd(),
                period.recipientEnd().orElse(null),
                warning.orElse(null),
                standing.apiKeys(version.number()),
                standing.requests(version.number()),
                version.destruction().map(LoggedOrgKey.Destruction::due).orElse(null),
                version.origin().map(LoggedOrgKey.Origin::index).orElse(null));
    }
}
