package dev.sealwright.controlplane.vault;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A member that issues certificates and holds secrets.
 *
 * @param name in the anchors
 * @param state {@code present}, or {@code away} while it does not answer
 * @param secrets versions of secrets that members share
 * @param sealed of these, such that it can open
 * @param missing what it lacks, and is given in the background while it is present
 */
@Serdeable
@Schema(name = "Member")
public record MemberAnswer(String name, String state, long secrets, long sealed, long missing) {
    static MemberAnswer of(OwnSealings.Progress progress) {
        return new MemberAnswer(
                progress.holder().name(),
                progress.present() ? "present" : "away",
                progress.secrets(),
                progress.secrets() - progress.missing(),
                progress.missing());
    }
}
