package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.approval.AuthorityKeys;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.spec.SandboxSpecDocument;
import dev.sealwright.protocol.Bytes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the policies of organisations with authority keys ready for approval before a host asks:
 * after a policy or spec changed, and when the one in force is in the second half of its life.
 */
@Singleton
public final class PolicyDrafts {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyDrafts.class);
    private static final int PART = 500;

    private final AuthorityKeys keys;
    private final Records records;
    private final Policies policies;

    PolicyDrafts(AuthorityKeys keys, Records records, Policies policies) {
        this.keys = keys;
        this.records = records;
        this.policies = policies;
    }

    /** The approvals that hosts under a policy wait for. */
    List<UUID> awaited(Versioned<PolicyDocument> policy) {
        return keys.guard(policy.org())
                ? records.referringTo(SandboxSpecDocument.TYPE, policy.row()).stream()
                        .filter(spec -> spec.value().policy().equals(policy.name()))
                        .flatMap(spec -> policies.awaited(spec.row()).stream())
                        .toList()
                : List.of();
    }

    @Scheduled(fixedDelay = "10s", initialDelay = "10s")
    void draft() {
        try {
            keys.orgs().forEach(this::draft);
        } catch (RuntimeException e) {
            LOG.warn("cannot prepare policies for approval: {}", e.getMessage());
        }
    }

    private void draft(Bytes org) {
        Optional<UUID> after = Optional.empty();
        do {
            Records.Page<SandboxSpecDocument> page =
                    records.page(SandboxSpecDocument.TYPE, org, after, PART);
            page.items().forEach(spec -> policies.awaited(spec.row()));
            after = page.next();
        } while (after.isPresent());
    }
}
