package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.record.RecordType;
import dev.sealwright.protocol.leaf.RecordKind;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What evidence of one format must say to be acceptable.
 *
 * @param format nitro, snp, tdx, sgx, maa, tpm, azure-vtpm or aci
 * @param requireChecked checks that must have been made, such as {@code revocation}
 * @param criteria every criterion of the format; {@code "any"} opens one, and results say so
 */
@Serdeable
@Schema(name = "AppraisalPolicy")
public record AppraisalPolicyDocument(
        @Nullable @Size(max = 2000) String description,
        @NotBlank String format,
        @NotNull @Size(max = 16) List<@NotBlank String> requireChecked,
        @NotNull @Size(max = 64) Map<String, Object> criteria) {
    public static final RecordType<AppraisalPolicyDocument> TYPE =
            RecordType.of(RecordKind.APPRAISAL_POLICY, AppraisalPolicyDocument.class);

    public AppraisalPolicyDocument {
        description = description == null ? "" : description;
        requireChecked = List.copyOf(requireChecked);
        criteria = SortedJson.of(criteria);
    }
}
