package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.policy.PolicyDocument.Filesystem;
import dev.sealwright.controlplane.policy.PolicyDocument.Network;
import dev.sealwright.controlplane.policy.PolicyDocument.Tools;
import dev.sealwright.controlplane.record.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A policy source as it is shown.
 *
 * @param id of the row, the same for all its versions
 * @param receiptIndex index of the leaf that this version stands by
 * @param approvals that must be signed before hosts get this policy, where the organisation has
 *     authority keys
 */
@Serdeable
public record PolicyAnswer(
        String name,
        UUID id,
        Network network,
        Filesystem filesystem,
        Tools tools,
        Map<String, Long> budgets,
        long ttlSeconds,
        long version,
        long receiptIndex,
        List<UUID> approvals) {
    @SuppressWarnings("NullAway") // the document's constructor puts a default where null was
    static PolicyAnswer of(Versioned<PolicyDocument> found, List<UUID> approvals) {
        PolicyDocument value = found.value();
        return new PolicyAnswer(
                found.name(),
                found.row(),
                value.network(),
                value.filesystem(),
                value.tools(),
                value.budgets(),
                value.ttlSeconds(),
                found.version(),
                found.index(),
                approvals);
    }
}
