package dev.sealwright.controlplane.ceremony;

import dev.sealwright.protocol.ceremony.CeremonyTranscript;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A ceremony in the log.
 *
 * @param ending {@code completed} or {@code abandoned}
 * @param scriptSha256 hexadecimal
 * @param transcriptSha256 hexadecimal
 * @param signedBy operators who signed the transcript
 */
@Serdeable
@Schema(name = "Ceremony")
public record CeremonySummary(
        UUID id,
        String title,
        String ending,
        Instant begunAt,
        Instant endedAt,
        String scriptSha256,
        String transcriptSha256,
        List<String> signedBy,
        String submittedBy,
        Instant submittedAt) {

    static CeremonySummary of(StoredCeremony stored) {
        HeldCeremony held = stored.parsed();
        CeremonyTranscript.End end = held.transcript().end().orElseThrow();
        return new CeremonySummary(
                stored.id(),
                held.script().title(),
                end.how().name().toLowerCase(Locale.ROOT),
                held.transcript().begun(),
                end.time(),
                held.script().digest().hex(),
                stored.digest().hex(),
                held.witnessed().approvals().stream().map(Approval::operator).toList(),
                stored.submittedBy(),
                stored.submittedAt());
    }
}
