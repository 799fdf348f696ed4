package dev.sealwright.controlplane.ceremony;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.ceremony.HeldCeremony;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A ceremony as the ceremony program left it, four texts.
 *
 * @param script what was to be done
 * @param scriptSignatures of operators who agreed to it
 * @param transcript what was done
 * @param transcriptSignatures of operators who were there
 */
@Serdeable
@Schema(name = "SubmitCeremony")
public record CeremonyBody(
        @NotNull @Size(min = 1, max = CeremonyBody.MAX) String script,
        @NotNull @Size(min = 1, max = CeremonyBody.MAX) String scriptSignatures,
        @NotNull @Size(min = 1, max = CeremonyBody.MAX) String transcript,
        @NotNull @Size(min = 1, max = CeremonyBody.MAX) String transcriptSignatures) {
    static final int MAX = 256 * 1024;

    HeldCeremony parsed() {
        return HeldCeremony.parse(
                Bytes.utf8(script),
                Bytes.utf8(scriptSignatures),
                Bytes.utf8(transcript),
                Bytes.utf8(transcriptSignatures));
    }
}
