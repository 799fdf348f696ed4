package dev.sealwright.controlplane.orgkey;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key under which the organisation's secrets are sealed.
 *
 * @param latestVersion the version that seals; 0 while the organisation has no secret and no key
 * @param createdAt when that version was made
 * @param warning what its owner should know: that its originator-usage period ends, or ended
 * @param reencryption how far what older versions sealed has come
 */
@Serdeable
@Schema(name = "EncryptionKey")
public record OrgKeyAnswer(
        long latestVersion,
        @Nullable Instant createdAt,
        @Nullable String warning,
        Reencryption reencryption) {
    /**
     * How far the versions of secrets have come that are to be under the version that seals.
     *
     * @param state done, running, or blocked when nothing but damaged ones is left
     * @param total versions of secrets that were not destroyed
     * @param done of them under the version that seals
     * @param damaged of the others, those whose ciphertext is not the one that the log names
     */
    @Serdeable
    @Schema(name = "EncryptionKeyReencryption")
    public record Reencryption(String state, long total, long done, long damaged) {
        static Reencryption of(KeyUse.Progress progress) {
            boolean blocked = progress.remaining() == progress.damaged();
            String open = blocked ? "blocked" : "running";
            return new Reencryption(
                    progress.isDone() ? "done" : open,
                    progress.total(),
                    progress.done(),
                    progress.damaged());
        }
    }

    static OrgKeyAnswer of(
            LoggedOrgKey key,
            Optional<Instant> activated,
            Optional<String> warning,
            KeyUse.Progress progress) {
        return new OrgKeyAnswer(
                activated.isPresent() ? key.latest() : 0,
                activated.orElse(null),
                warning.orElse(null),
                Reencryption.of(progress));
    }
}
