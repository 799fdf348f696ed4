package dev.sealwright.controlplane.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.access.Org;
import dev.sealwright.controlplane.access.Orgs;
import dev.sealwright.controlplane.record.Changes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompiledPoliciesTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    @BeforeAll
    static void anOrganisation() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
    }

    /** A spec of this name with a policy of the same name, which lasts ten minutes. */
    private static UUID spec(String name) {
        putPolicy(name, "{\"ttl_seconds\":600,\"network\":{\"allowed_hosts\":[\"a.example\"]}}");
        return UUID.fromString(
                SERVICE.admin()
                        .put("/v1/orgs/acme/sandbox-specs/" + name, "{\"policy\":\"" + name + "\"}")
                        .json()
                        .text("id"));
    }

    private static void putPolicy(String name, String body) {
        assertThat(SERVICE.admin().put("/v1/orgs/acme/policies/" + name, body).status())
                .isBetween(200, 201);
    }

    private static List<PolicyDelivery> after(UUID spec, long version) {
        return SERVICE.bean(Policies.class).after(spec, version);
    }

    private static AcceptedPolicy accepted(UUID spec, PolicyDelivery delivery) {
        Org org = SERVICE.bean(Orgs.class).find("acme").orElseThrow();
        return new PolicyAcceptance(
                        org.tag(), Uuids.bytes(spec), new ReceiptVerifier(SERVICE.anchors()))
                .accept(delivery, Optional.empty(), SERVICE.clock().instant());
    }

    @Test
    void aHostAcceptsWhatWasCompiled() {
        UUID spec = spec("accepted");

        AcceptedPolicy policy = accepted(spec, after(spec, 0).getFirst());

        assertThat(policy.policy().version()).isEqualTo(1);
        assertThat(policy.policy().network().allowedHosts()).containsExactly("a.example");
        assertThat(policy.policy().identity().policy()).isEqualTo("accepted");
    }

    @Test
    void nothingIsCompiledTwiceWhileNothingChanges() {
        UUID spec = spec("still");

        assertThat(after(spec, 0)).hasSize(1);
        assertThat(after(spec, 0)).hasSize(1);
        assertThat(after(spec, 1)).isEmpty();
    }

    @Test
    void aChangedSourceGivesTheNextVersion() {
        UUID spec = spec("changed");
        after(spec, 0);

        putPolicy("changed", "{\"ttl_seconds\":600,\"tools\":{\"block\":[\"shell\"]}}");
        List<PolicyDelivery> later = after(spec, 1);

        assertThat(later).hasSize(1);
        assertThat(accepted(spec, later.getFirst()).policy().version()).isEqualTo(2);
        assertThat(accepted(spec, later.getFirst()).policy().tools().block())
                .containsExactly("shell");
    }

    @Test
    void whoMissedVersionsGetsThemInOrder() {
        UUID spec = spec("missed");
        after(spec, 0);
        putPolicy("missed", "{\"ttl_seconds\":700}");

        assertThat(after(spec, 0))
                .extracting(delivery -> accepted(spec, delivery).policy().version())
                .containsExactly(1L, 2L);
    }

    @Test
    void aPolicyInTheSecondHalfOfItsLifeIsCompiledAgain() {
        UUID spec = spec("ageing");
        after(spec, 0);
        SERVICE.clock().advance(Duration.ofMinutes(5));

        assertThat(accepted(spec, after(spec, 1).getFirst()).policy().version()).isEqualTo(2);
    }

    @Test
    void aPolicyForAnotherSpecIsRefusedByTheHost() {
        UUID mine = spec("mine");
        PolicyDelivery others = after(spec("others"), 0).getFirst();

        assertThatThrownBy(() -> accepted(mine, others))
                .hasMessageContaining("another sandbox spec");
    }

    @Test
    void whoWaitsIsWokenByAChange() throws Exception {
        Changes changes = SERVICE.bean(Changes.class);
        long seen = changes.now();
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> woken =
                    waiting.submit(
                            () -> {
                                changes.await(seen, Duration.ofMinutes(1));
                                return changes.now();
                            });

            putPolicy("waking", "{}");

            assertThat(woken.get(30, TimeUnit.SECONDS)).isGreaterThan(seen);
        }
    }
}
