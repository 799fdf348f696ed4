package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An appraisal policy as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record AppraisalPolicyAnswer(
        String name,
        UUID id,
        @Nullable String description,
        String format,
        List<String> requireChecked,
        Map<String, Object> criteria,
        long version,
        long receiptIndex) {
    static AppraisalPolicyAnswer of(Versioned<AppraisalPolicyDocument> found) {
        AppraisalPolicyDocument value = found.value();
        return new AppraisalPolicyAnswer(
                found.name(),
                found.row(),
                value.description(),
                value.format(),
                value.requireChecked(),
                value.criteria(),
                found.version(),
                found.index());
    }
}
