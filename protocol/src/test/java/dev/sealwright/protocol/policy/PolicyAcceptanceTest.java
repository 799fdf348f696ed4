package dev.sealwright.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PolicyAcceptanceTest {
    private static final Bytes SPEC = Bytes.fromHex("51".repeat(16));
    private static final Bytes SALT = Bytes.fromHex("5a".repeat(16));
    private static final Validity DAY = Validity.starting(World.NOW, Duration.ofDays(1));

    private final World world = new World();
    private final PolicyAcceptance host =
            new PolicyAcceptance(World.ORG, SPEC, new ReceiptVerifier(world.verifiedAnchors()));

    static CompiledPolicy policy(long version, Bytes org, Bytes spec, String host) {
        return new CompiledPolicy(
                version,
                DAY,
                new CompiledPolicy.Identity(org, spec, "builders"),
                new CompiledPolicy.Network(List.of(host), List.of("GET", "POST")),
                new CompiledPolicy.Filesystem(List.of("/usr"), List.of("/work", "/tmp")),
                new CompiledPolicy.Tools(
                        List.of("bash"), List.of("curl"), List.of(), List.of("git.push")),
                new TreeMap<>(Map.of("tokens_per_day", 1_000_000L, "requests", 0L)));
    }

    private PolicyDelivery deliver(CompiledPolicy policy, Bytes org) {
        Bytes encoded = policy.encode();
        Leaf leaf =
                new Leaf(
                        Bytes.zeros(16),
                        World.NOW,
                        org,
                        new LeafBody.Policy(
                                policy.identity().spec(),
                                policy.version(),
                                policy.validity(),
                                SaltedDigest.of(SALT, encoded)));
        return new PolicyDelivery(encoded, SALT, leaf.encode(), world.log(leaf.encode()));
    }

    private static void refused(Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aPolicyOfItsOwnSpecIsAccepted() {
        PolicyDelivery delivery = deliver(policy(7, World.ORG, SPEC, "a.example"), World.ORG);
        SyncAnswer answer = SyncAnswer.fromJson(new SyncAnswer(List.of(delivery), false).toJson());
        AcceptedPolicy accepted =
                host.accept(answer.items().getFirst(), Optional.empty(), World.NOW);
        assertThat(accepted.policy()).isEqualTo(policy(7, World.ORG, SPEC, "a.example"));
        assertThat(accepted.floor().version()).isEqualTo(7);
    }

    @Test
    void theSamePolicyAgainIsAcceptedAndAnotherOfItsVersionIsNot() {
        PolicyDelivery first = deliver(policy(7, World.ORG, SPEC, "a.example"), World.ORG);
        PolicyDelivery second = deliver(policy(7, World.ORG, SPEC, "b.example"), World.ORG);
        Optional<PolicyFloor> floor =
                Optional.of(host.accept(first, Optional.empty(), World.NOW).floor());
        assertThat(host.accept(first, floor, World.NOW).floor()).isEqualTo(floor.get());
        refused(Reason.ROLLBACK, () -> host.accept(second, floor, World.NOW));
    }

    @Test
    void anOlderVersionIsRefused() {
        PolicyDelivery older = deliver(policy(6, World.ORG, SPEC, "a.example"), World.ORG);
        PolicyFloor floor = new PolicyFloor(7, Bytes.zeros(32));
        refused(Reason.ROLLBACK, () -> host.accept(older, Optional.of(floor), World.NOW));
    }

    @Test
    void aPolicyOfAnotherOrgOrSpecIsRefused() {
        Bytes other = Bytes.fromHex("77".repeat(16));
        PolicyDelivery otherOrg = deliver(policy(1, other, SPEC, "a.example"), other);
        PolicyDelivery otherSpec = deliver(policy(1, World.ORG, other, "a.example"), World.ORG);
        PolicyDelivery lyingOrg = deliver(policy(1, other, SPEC, "a.example"), World.ORG);
        refused(Reason.ORGANISATION, () -> host.accept(otherOrg, Optional.empty(), World.NOW));
        refused(Reason.MISMATCH, () -> host.accept(otherSpec, Optional.empty(), World.NOW));
        refused(Reason.MISMATCH, () -> host.accept(lyingOrg, Optional.empty(), World.NOW));
    }

    @Test
    void aPolicyOutOfItsTimeIsRefused() {
        PolicyDelivery delivery = deliver(policy(1, World.ORG, SPEC, "a.example"), World.ORG);
        refused(
                Reason.EXPIRED,
                () -> host.accept(delivery, Optional.empty(), DAY.expires().plusSeconds(61)));
        refused(
                Reason.NOT_YET_VALID,
                () -> host.accept(delivery, Optional.empty(), World.NOW.minusSeconds(61)));
    }

    @Test
    void aPolicyWhoseLeafNamesAnotherIsRefused() {
        PolicyDelivery first = deliver(policy(1, World.ORG, SPEC, "a.example"), World.ORG);
        Bytes altered = policy(1, World.ORG, SPEC, "b.example").encode();
        PolicyDelivery wrong = new PolicyDelivery(altered, SALT, first.leaf(), first.receipt());
        PolicyDelivery salted =
                new PolicyDelivery(first.policy(), Bytes.zeros(16), first.leaf(), first.receipt());
        refused(Reason.MISMATCH, () -> host.accept(wrong, Optional.empty(), World.NOW));
        refused(Reason.MISMATCH, () -> host.accept(salted, Optional.empty(), World.NOW));
    }
}
