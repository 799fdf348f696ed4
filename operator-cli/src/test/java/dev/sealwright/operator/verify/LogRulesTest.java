package dev.sealwright.operator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.standin.Authorities;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leaf is held against those before it. */
final class LogRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes ROW = Bytes.fromHex("01".repeat(16));
    private static final Bytes SPEC = Bytes.fromHex("02".repeat(16));
    private static final Bytes SANDBOX = Bytes.fromHex("03".repeat(16));
    private static final Bytes OTHER = Bytes.fromHex("04".repeat(16));
    private static final Bytes HASH = Bytes.zeros(32);
    private static final BootstrapSeed SEED = BootstrapSeed.of(new byte[32]);
    private static final Validity HOUR = Validity.starting(NOW, Duration.ofHours(1));
    private static final VerifiedAnchors ANCHORS = anchors();

    private final List<Bytes> read = new ArrayList<>();
    private LogRules rules;

    @BeforeEach
    void theLogBegins() {
        begin();
        ok(Leaf.NO_ORG, new LeafBody.Anchors(ANCHORS.digest(), 1));
        ok(Leaf.NO_ORG, ceremony());
        ok(ORG, row(RecordKind.SANDBOX_SPEC, SPEC, 1));
    }

    private static VerifiedAnchors anchors() {
        var authorities = new Authorities(NOW);
        Bytes document = new HostsDesk(authorities, InstantSource.fixed(NOW)).anchors();
        return AnchorsDocument.verify(document, authorities.pin(), NOW);
    }

    private void begin() {
        rules = new LogRules(AnchorsChain.of(ANCHORS));
        read.clear();
    }

    private Leaf leaf(Bytes org, Instant time, LeafBody body) {
        Bytes tail = Bytes.concat(Bytes.zeros(2), Bytes.uint64(read.size()));
        return new Leaf(Uuids.v7(time, tail), time, org, body);
    }

    /** What is found of the next leaf. */
    private List<String> add(Leaf leaf) {
        int before = rules.findings().size();
        long index = read.size();
        read.add(leaf.encode());
        rules.read(leaf, TreeHash.leaf(leaf.encode()));
        List<Finding> found = rules.findings();
        assertThat(found.subList(before, found.size()))
                .allSatisfy(finding -> assertThat(finding.index()).isEqualTo(index));
        return found.subList(before, found.size()).stream().map(Finding::text).toList();
    }

    private void ok(Bytes org, LeafBody body) {
        assertThat(add(leaf(org, NOW, body))).isEmpty();
    }

    private void broken(String why, Bytes org, Instant time, LeafBody body) {
        assertThat(add(leaf(org, time, body))).containsExactly(why);
    }

    private void broken(String why, LeafBody body) {
        broken(why, ORG, NOW, body);
    }

    private static LeafBody ceremony() {
        return new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, HASH);
    }

    private static LeafBody row(RecordKind kind, Bytes row, long version) {
        return new LeafBody.RecordBody(kind, row, version, RecordState.SET, HASH);
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
        broken("a ceremony after the beginning", Leaf.NO_ORG, NOW, ceremony());
        begin();
        broken("a beginning without anchors", row(RecordKind.ORG, ROW, 1));
        broken("a beginning without the first platform key", row(RecordKind.ORG, ROW, 2));
        assertThat(rules.end())
                .last()
                .satisfies(f -> assertThat(f.text()).isEqualTo("no leaf that names these anchors"));
    }

    @Test
    void anchorsAreNewerThanThoseBefore() {
        broken("anchors that are not newer", Leaf.NO_ORG, NOW, new LeafBody.Anchors(HASH, 1));
        ok(Leaf.NO_ORG, new LeafBody.Anchors(HASH, 2));
    }

    @Test
    void anEpochBeginsAsALogDoesAndTheAnchorsNameIt() {
        var epoch =
                new EpochBody(
                        "localhost/log/2",
                        ANCHORS.origin(),
                        6,
                        HASH,
                        2,
                        HASH,
                        HASH,
                        EpochBody.ClosedBy.VOTERS,
                        List.of());
        assertThat(add(leaf(Leaf.NO_ORG, NOW, epoch)))
                .containsExactly(
                        "an epoch that does not begin where it says",
                        "an epoch that the anchors do not name");
        broken("a beginning without anchors", row(RecordKind.ORG, ROW, 1));
        ok(Leaf.NO_ORG, ceremony());
        broken("a ceremony after the beginning", Leaf.NO_ORG, NOW, ceremony());
    }

    @Test
    void noTwoLeavesHaveOneId() {
        Leaf leaf = leaf(ORG, NOW, row(RecordKind.USER, ROW, 1));
        assertThat(add(leaf)).isEmpty();
        Leaf again = new Leaf(leaf.id(), leaf.time(), leaf.org(), row(RecordKind.USER, ROW, 2));
        assertThat(add(again)).containsExactly("the id of an earlier leaf");
    }

    @Test
    void aRowGrowsByOneAndStaysWhatItIs() {
        broken("a row that begins at version 2", row(RecordKind.USER, OTHER, 2));
        ok(ORG, row(RecordKind.USER, ROW, 1));
        ok(ORG, row(RecordKind.USER, ROW, 2));
        broken("a row with a version left out", row(RecordKind.USER, ROW, 4));
        broken("a row that was of another kind", row(RecordKind.API_KEY, ROW, 5));
        broken("a row of another organisation", OTHER, NOW, row(RecordKind.API_KEY, ROW, 6));
    }

    @Test
    void aBootstrapIsMintedOnceUnderItsOwnId() {
        ok(ORG, bootstrap());
        broken("a bootstrap that was minted before", bootstrap());
        broken(
                "a bootstrap whose id is not its key's",
                new LeafBody.Bootstrap(OTHER, SEED.publicKey(), SPEC, HOUR));
    }

    @Test
    void anEnrolmentUsesItsBootstrapOnce() {
        Bytes id = SEED.id().value();
        broken("an enrolment without an earlier bootstrap", enrolment(OTHER, OTHER, SPEC));
        ok(ORG, bootstrap());
        ok(ORG, enrolment());
        broken("a second enrolment by one bootstrap", enrolment(id, ROW, SPEC));
    }

    @Test
    void anEnrolmentKeepsToItsBootstrapsOrgSpecAndTime() {
        Instant late = HOUR.expires().plus(Validity.SKEW).plusSeconds(1);
        ok(ORG, bootstrap());
        assertThat(add(leaf(OTHER, NOW, enrolment())))
                .containsExactly("an enrolment by another org's bootstrap");
        theLogBegins();
        ok(ORG, bootstrap());
        broken("an enrolment for another spec", enrolment(SEED.id().value(), SANDBOX, OTHER));
        theLogBegins();
        ok(ORG, bootstrap());
        broken("an enrolment out of its bootstrap's time", ORG, late, enrolment());
    }

    @Test
    void aSandboxIsEnrolledOnce() {
        BootstrapSeed second = BootstrapSeed.of(Bytes.fromHex("07".repeat(32)).toArray());
        ok(ORG, bootstrap());
        ok(ORG, new LeafBody.Bootstrap(second.id().value(), second.publicKey(), SPEC, HOUR));
        ok(ORG, enrolment());
        broken(
                "an enrolment of a sandbox that there is",
                enrolment(second.id().value(), SANDBOX, SPEC));
    }

    @Test
    void onlyAnEnrolledSandboxRenewsAndActivates() {
        String renewed = "a renewal of a host that was not enrolled";
        String activated = "an activation of a host that was not enrolled";
        broken(renewed, renewal(SANDBOX));
        broken(activated, new LeafBody.Activation(SANDBOX, HASH));
        ok(ORG, bootstrap());
        ok(ORG, enrolment());
        ok(ORG, renewal(SANDBOX));
        ok(ORG, new LeafBody.Activation(SANDBOX, HASH));
        broken(renewed, OTHER, NOW, renewal(SANDBOX));
        broken(activated, OTHER, NOW, new LeafBody.Activation(SANDBOX, HASH));
    }

    @Test
    void thePoliciesOfASpecOnlyGrow() {
        ok(ORG, new LeafBody.Policy(SPEC, 3, HOUR, HASH));
        broken(
                "a policy that is not newer than the one before",
                new LeafBody.Policy(SPEC, 3, HOUR, HASH));
        ok(ORG, new LeafBody.Policy(SPEC, 5, HOUR, HASH));
        broken(
                "a policy for a sandbox spec that its organisation does not have",
                OTHER,
                NOW,
                new LeafBody.Policy(SPEC, 6, HOUR, HASH));
    }

    @Test
    void aServersNameIsOneThatTheAnchorsName() {
        String name = ANCHORS.content().serverNames().getFirst();
        ok(Leaf.NO_ORG, server(name));
        broken(
                "a server name that the anchors do not name",
                Leaf.NO_ORG,
                NOW,
                server("elsewhere.example"));
    }

    private static LeafBody server(String name) {
        return new LeafBody.Server(List.of(name), HASH, HOUR);
    }

    @Test
    void anOrgHeadNamesAPointOfItsChain() {
        OrgChain chain = OrgChain.EMPTY.next(read.getLast());
        for (int version = 1; version <= 3; version++) {
            ok(ORG, row(RecordKind.USER, ROW, version));
            chain = chain.next(read.getLast());
        }
        ok(ORG, new ReportBody.OrgHead(0, OrgChain.EMPTY.head()));
        ok(ORG, new ReportBody.OrgHead(chain.length(), chain.head()));
        String never = "a head that its org's chain never had";
        broken(never, new ReportBody.OrgHead(1, HASH));
        broken(never, new ReportBody.OrgHead(99, HASH));
    }
}
