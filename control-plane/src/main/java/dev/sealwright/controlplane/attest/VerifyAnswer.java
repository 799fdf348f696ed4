package dev.sealwright.controlplane.attest;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What came of it.
 *
 * @param verdict acceptable, refused-by-policy or not-authentic
 * @param result the EAT attestation result (EAR), a JWT that names the verdict and is signed
 * @param report JSON text: every demand and check with its outcome, for people; not signed
 * @param missing collateral that was not to be had
 * @param leaf base64url of the leaf that the result follows from
 * @param receipt that the leaf is in the log
 * @param receiptIndex of the leaf
 */
@Serdeable
@Schema(name = "AttestationVerdict")
public record VerifyAnswer(
        String verdict,
        String result,
        String report,
        List<String> missing,
        String leaf,
        String receipt,
        long receiptIndex) {
    public VerifyAnswer {
        missing = List.copyOf(missing);
    }
}
