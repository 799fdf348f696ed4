package dev.sealwright.controlplane.spec;

import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox spec as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 */
@Serdeable
public record SandboxSpecAnswer(
        String name,
        UUID id,
        @Nullable String description,
        String policy,
        @Nullable String runtime,
        Map<String, String> parameters,
        List<String> enabledRings,
        @Nullable String preDeploymentEval,
        long version,
        long receiptIndex) {
    @SuppressWarnings("NullAway") // the document's constructor puts a default where null was
    static SandboxSpecAnswer of(Versioned<SandboxSpecDocument> found) {
        SandboxSpecDocument value = found.value();
        return new SandboxSpecAnswer(
                found.name(),
                found.row(),
                value.description(),
                value.policy(),
                value.runtime(),
                value.parameters(),
                value.enabledRings(),
                value.preDeploymentEval(),
                found.version(),
                found.index());
    }
}
