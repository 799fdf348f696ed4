package dev.sealwright.controlplane.attest;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidence to be appraised.
 *
 * @param evidence base64url; bare or wrapped as a CMW
 * @param format nitro, snp, tdx, sgx, maa, tpm, azure-vtpm or aci; found out if absent
 * @param policy name of an appraisal policy of the organisation
 * @param referenceValues names of the sets that the policy may use; none if absent
 * @param collateral base64url each: certificates, revocation lists, vendors' signed documents
 * @param nonce base64url of what quotes and tokens must answer; also put into the result
 */
@Serdeable
@Schema(name = "EvidenceToVerify")
public record VerifyBody(
        @NotBlank String evidence,
        @Nullable String format,
        @NotBlank String policy,
        @Nullable @Size(max = 64) List<@NotBlank String> referenceValues,
        @Nullable @Size(max = 64) List<@NotBlank String> collateral,
        @Nullable @Size(max = 128) String nonce) {
    List<String> sets() {
        return referenceValues == null ? List.of() : referenceValues;
    }

    List<String> pieces() {
        return collateral == null ? List.of() : collateral;
    }
}
