package dev.sealwright.controlplane.ceremony;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.Bytes;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;

/**
 * A ceremony with all that it is verified by.
 *
 * @param leaf base64url
 * @param receipt tlog-proof
 */
@Serdeable
@Schema(name = "CeremonyEvidence")
public record CeremonyAnswer(
        CeremonySummary ceremony,
        String script,
        String scriptSignatures,
        String transcript,
        String transcriptSignatures,
        String leaf,
        String receipt) {

    static CeremonyAnswer of(StoredCeremony stored, LeafOutcome.Released released) {
        return new CeremonyAnswer(
                CeremonySummary.of(stored),
                text(stored.script()),
                text(stored.scriptSignatures()),
                text(stored.transcript()),
                text(stored.transcriptSignatures()),
                released.leaf().base64Url(),
                released.receipt().text());
    }

    private static String text(Bytes stored) {
        return new String(stored.toArray(), StandardCharsets.UTF_8);
    }
}
