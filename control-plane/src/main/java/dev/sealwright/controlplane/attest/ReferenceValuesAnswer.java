package dev.sealwright.controlplane.attest;

import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A set of reference values as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record ReferenceValuesAnswer(
        String name,
        UUID id,
        @Nullable String description,
        List<ReferenceValuesDocument.Value> values,
        long version,
        long receiptIndex) {
    static ReferenceValuesAnswer of(Versioned<ReferenceValuesDocument> found) {
        return new ReferenceValuesAnswer(
                found.name(),
                found.row(),
                found.value().description(),
                found.value().values(),
                found.version(),
                found.index());
    }
}
