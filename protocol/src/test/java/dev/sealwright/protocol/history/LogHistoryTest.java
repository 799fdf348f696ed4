package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.ReportBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogHistoryTest {
    private static final Bytes ROW = Bytes.fromHex("01".repeat(16));
    private static final Bytes SPEC = Bytes.fromHex("02".repeat(16));
    private static final Bytes SANDBOX = Bytes.fromHex("03".repeat(16));
    private static final Bytes OTHER = Bytes.fromHex("04".repeat(16));
    private static final Bytes HASH = Bytes.zeros(32);
    private static final BootstrapSeed SEED = BootstrapSeed.of(new byte[32]);
    private static final Validity HOUR = Validity.starting(World.NOW, Duration.ofHours(1));

    private final LogHistory history = new LogHistory();

    @BeforeEach
    void theLogBegins() {
        ok(Leaf.NO_ORG, new LeafBody.Anchors(HASH, 1));
        ok(Leaf.NO_ORG, new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, HASH));
    }

    private Leaf leaf(Bytes org, Instant time, LeafBody body) {
        Bytes id = Uuids.v7(time, Bytes.concat(Bytes.zeros(2), Bytes.uint64(history.size())));
        return new Leaf(id, time, org, body);
    }

    private void ok(Bytes org, LeafBody body) {
        assertThat(history.add(leaf(org, World.NOW, body))).isEmpty();
    }

    private void broken(Rule rule, Bytes org, Instant time, LeafBody body) {
        long index = history.size();
        assertThat(history.add(leaf(org, time, body)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.rule()).isEqualTo(rule))
                .satisfies(finding -> assertThat(finding.index()).isEqualTo(index));
    }

    private void broken(Rule rule, LeafBody body) {
        broken(rule, World.ORG, World.NOW, body);
    }

    private static LeafBody row(RecordKind kind, long version) {
        return new LeafBody.RecordBody(kind, ROW, version, RecordState.SET, HASH);
    }

    private static LeafBody bootstrap() {
        return new LeafBody.Bootstrap(SEED.id().value(), SEED.publicKey(), SPEC, HOUR);
    }

    private static LeafBody enrolment(Bytes bootstrap, Bytes sandbox, Bytes spec) {
        return new LeafBody.Enrolment(bootstrap, sandbox, spec, HASH, HASH, Bytes.zeros(64), HOUR);
    }

    private static LeafBody enrolment() {
        return enrolment(SEED.id().value(), SANDBOX, SPEC);
    }

    private static LeafBody renewal(Bytes sandbox) {
        return new LeafBody.Renewal(sandbox, HASH, HASH, Bytes.zeros(64), HOUR);
    }

    @Test
    void aLogBeginsWithAnchorsAndFirstKey() {
        LogHistory other = new LogHistory();
        assertThat(other.add(leaf(World.ORG, World.NOW, row(RecordKind.ORG, 1)))).hasSize(1);
        assertThat(other.add(leaf(World.ORG, World.NOW, row(RecordKind.ORG, 2))))
                .hasSizeGreaterThanOrEqualTo(1);
        broken(
                Rule.GENESIS,
                Leaf.NO_ORG,
                World.NOW,
                new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, HASH));
        broken(Rule.ANCHORS_VERSION, Leaf.NO_ORG, World.NOW, new LeafBody.Anchors(HASH, 1));
        ok(Leaf.NO_ORG, new LeafBody.Anchors(HASH, 2));
    }

    private static LeafBody epoch(String origin, String from, long restoredSize) {
        return new EpochBody(
                origin,
                from,
                restoredSize + 3,
                HASH,
                restoredSize,
                HASH,
                HASH,
                EpochBody.ClosedBy.VOTERS,
                List.of());
    }

    @Test
    void anEpochBeginsWhereItSaysAfterTheOneBeforeWithItsAnchorsAndFirstKey() {
        ok(Leaf.NO_ORG, epoch("h/log/2", "h/log/1", 2));
        ok(Leaf.NO_ORG, new LeafBody.Anchors(HASH, 2));
        ok(Leaf.NO_ORG, new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, HASH));
        broken(Rule.EPOCH, Leaf.NO_ORG, World.NOW, epoch("h/log/3", "h/log/2", 4));
        broken(Rule.EPOCH, Leaf.NO_ORG, World.NOW, epoch("h/log/4", "h/log/2", 6));
        ok(Leaf.NO_ORG, epoch("h/log/5", "h/log/4", 7));
    }

    @Test
    void noTwoLeavesHaveOneId() {
        Leaf leaf = leaf(World.ORG, World.NOW, row(RecordKind.USER, 1));
        assertThat(history.add(leaf)).isEmpty();
        Leaf again = new Leaf(leaf.id(), leaf.time(), leaf.org(), row(RecordKind.USER, 2));
        assertThat(history.add(again)).extracting(Finding::rule).containsExactly(Rule.UNIQUE_ID);
    }

    @Test
    void aRowGrowsByOneAndStaysWhatItIs() {
        broken(
                Rule.ROW_VERSION,
                new LeafBody.RecordBody(RecordKind.USER, OTHER, 2, RecordState.SET, HASH));
        ok(World.ORG, row(RecordKind.USER, 1));
        ok(World.ORG, row(RecordKind.USER, 2));
        broken(Rule.ROW_VERSION, row(RecordKind.USER, 4));
        broken(Rule.ROW_VERSION, row(RecordKind.API_KEY, 5));
        broken(Rule.ROW_VERSION, OTHER, World.NOW, row(RecordKind.API_KEY, 6));
    }

    @Test
    void aBootstrapIsMintedOnceUnderItsOwnId() {
        ok(World.ORG, bootstrap());
        broken(Rule.BOOTSTRAP, bootstrap());
        broken(Rule.BOOTSTRAP, new LeafBody.Bootstrap(OTHER, SEED.publicKey(), SPEC, HOUR));
    }

    @Test
    void anEnrolmentUsesItsBootstrapOnce() {
        broken(Rule.ENROLMENT, enrolment(OTHER, OTHER, SPEC));
        ok(World.ORG, bootstrap());
        broken(
                Rule.ENROLMENT,
                OTHER,
                World.NOW,
                enrolment(SEED.id().value(), Bytes.zeros(16), SPEC));
        ok(World.ORG, enrolment());
        broken(Rule.ENROLMENT, enrolment(SEED.id().value(), ROW, SPEC));
    }

    @Test
    void anEnrolmentKeepsToItsBootstrapsSpecAndTime() {
        ok(World.ORG, bootstrap());
        broken(Rule.ENROLMENT, enrolment(SEED.id().value(), SANDBOX, OTHER));
        broken(
                Rule.ENROLMENT,
                World.ORG,
                HOUR.expires().plusSeconds(61),
                enrolment(SEED.id().value(), ROW, SPEC));
    }

    @Test
    void aSandboxIsEnrolledOnce() {
        BootstrapSeed second = BootstrapSeed.of(Bytes.fromHex("07".repeat(32)).toArray());
        ok(World.ORG, bootstrap());
        ok(World.ORG, new LeafBody.Bootstrap(second.id().value(), second.publicKey(), SPEC, HOUR));
        ok(World.ORG, enrolment());
        broken(Rule.ENROLMENT, enrolment(second.id().value(), SANDBOX, SPEC));
    }

    @Test
    void onlyAnEnrolledSandboxRenewsAndActivates() {
        broken(Rule.RENEWAL, renewal(SANDBOX));
        broken(Rule.ACTIVATION, new LeafBody.Activation(SANDBOX, HASH));
        ok(World.ORG, bootstrap());
        ok(World.ORG, enrolment());
        ok(World.ORG, renewal(SANDBOX));
        ok(World.ORG, new LeafBody.Activation(SANDBOX, HASH));
        broken(Rule.RENEWAL, OTHER, World.NOW, renewal(SANDBOX));
        broken(Rule.ACTIVATION, OTHER, World.NOW, new LeafBody.Activation(SANDBOX, HASH));
        broken(Rule.RENEWAL, World.ORG, HOUR.expires().plusSeconds(61), renewal(SANDBOX));
    }

    @Test
    void thePoliciesOfASpecOnlyGrow() {
        ok(World.ORG, new LeafBody.Policy(SPEC, 3, HOUR, HASH));
        broken(Rule.POLICY_VERSION, new LeafBody.Policy(SPEC, 3, HOUR, HASH));
        ok(World.ORG, new LeafBody.Policy(SPEC, 5, HOUR, HASH));
        broken(Rule.POLICY_VERSION, OTHER, World.NOW, new LeafBody.Policy(SPEC, 6, HOUR, HASH));
    }

    @Test
    void anOrgHeadNamesAPointOfItsChain() {
        OrgChain chain = OrgChain.EMPTY;
        for (int version = 1; version <= 3; version++) {
            Leaf leaf = leaf(World.ORG, World.NOW, row(RecordKind.USER, version));
            assertThat(history.add(leaf)).isEmpty();
            chain = chain.next(leaf.encode());
        }

        ok(World.ORG, new ReportBody.OrgHead(0, OrgChain.EMPTY.head()));
        ok(World.ORG, new ReportBody.OrgHead(chain.length(), chain.head()));
    }

    @Test
    void aHeadThatTheChainNeverHadIsFound() {
        ok(World.ORG, row(RecordKind.USER, 1));

        broken(Rule.ORG_CHAIN, new ReportBody.OrgHead(1, HASH));
        broken(Rule.ORG_CHAIN, new ReportBody.OrgHead(99, HASH));
    }
}
