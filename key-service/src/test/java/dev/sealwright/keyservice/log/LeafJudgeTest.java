package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.api.Admission.Refused;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.OperatorKey;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.leaf.TranscriptBody;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.TestPki;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules of each leaf type. */
final class LeafJudgeTest {
    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final Leaves leaves = new Leaves(clock);
    private final LeafJudge judge =
            new LeafJudge(
                    new AdmissionRules(
                            Bytes.zeros(32),
                            Bytes.zeros(32),
                            List.of("localhost", "127.0.0.1"),
                            Duration.ofMinutes(61),
                            Duration.ofDays(31)));

    private Optional<RefusalCode> refusal(Bytes org, LeafBody body) {
        Leaf leaf = LeafCodec.decode(leaves.of(org, body));
        return judge.refusal(leaf, clock.instant()).map(Refused::code);
    }

    private Validity from(Duration offset, Duration length) {
        Instant start = clock.instant().plus(offset);
        return Validity.starting(start, length);
    }

    private LeafBody server(List<String> names, Validity validity) {
        return new LeafBody.Server(names, leaves.random(32), validity);
    }

    private LeafBody renewal(Validity validity) {
        return new LeafBody.Renewal(
                leaves.id(), leaves.random(32), leaves.random(32), leaves.random(70), validity);
    }

    private LeafBody enrolment(Validity validity) {
        return new LeafBody.Enrolment(
                leaves.random(16),
                leaves.id(),
                leaves.random(16),
                leaves.random(32),
                leaves.random(32),
                leaves.random(64),
                validity);
    }

    @Test
    void serverLeavesNameOnlyWhatTheAnchorsAllow() {
        Validity week = from(Duration.ZERO, Duration.ofDays(7));
        assertThat(refusal(Leaf.NO_ORG, server(List.of("127.0.0.1", "localhost"), week))).isEmpty();
        assertThat(refusal(Leaf.NO_ORG, server(List.of("evil.example", "localhost"), week)))
                .contains(RefusalCode.NAME);
    }

    @Test
    void windowsHaveALongestLength() {
        Validity hour = from(Duration.ZERO, Duration.ofMinutes(61));
        Validity longer = from(Duration.ZERO, Duration.ofMinutes(61).plusSeconds(1));
        assertThat(refusal(Leaves.ORG, renewal(hour))).isEmpty();
        assertThat(refusal(Leaves.ORG, enrolment(hour))).isEmpty();
        assertThat(refusal(Leaves.ORG, renewal(longer))).contains(RefusalCode.WINDOW);
        assertThat(refusal(Leaves.ORG, enrolment(longer))).contains(RefusalCode.WINDOW);
        Validity days = from(Duration.ZERO, Duration.ofDays(31).plusSeconds(1));
        assertThat(refusal(Leaf.NO_ORG, server(List.of("localhost"), days)))
                .contains(RefusalCode.WINDOW);
    }

    @Test
    void windowsBeginAboutNow() {
        for (int seconds : List.of(-120, 0, 120)) {
            Validity near = from(Duration.ofSeconds(seconds), Duration.ofHours(1));
            assertThat(refusal(Leaves.ORG, renewal(near))).isEmpty();
        }
        for (int seconds : List.of(-121, 121, 86_400)) {
            Validity far = from(Duration.ofSeconds(seconds), Duration.ofHours(1));
            assertThat(refusal(Leaves.ORG, renewal(far))).contains(RefusalCode.WINDOW);
            assertThat(refusal(Leaves.ORG, enrolment(far))).contains(RefusalCode.WINDOW);
        }
    }

    @Test
    void whatBelongsToAnOrgNamesOne() {
        Validity hour = from(Duration.ZERO, Duration.ofHours(1));
        LeafBody policy = new LeafBody.Policy(leaves.random(16), 1, hour, leaves.random(32));
        LeafBody activation = new LeafBody.Activation(leaves.id(), leaves.random(32));
        LeafBody seal = new SecretBody.Seal(leaves.id(), 1, leaves.random(32));
        for (LeafBody body : List.of(renewal(hour), enrolment(hour), policy, activation, seal)) {
            assertThat(refusal(Leaf.NO_ORG, body)).contains(RefusalCode.NOT_ALLOWED);
            assertThat(refusal(Leaves.ORG, body)).isEmpty();
        }
    }

    @Test
    void recordsAreTakenForEveryKind() {
        for (RecordKind kind : RecordKind.values()) {
            LeafBody record =
                    new LeafBody.RecordBody(
                            kind, leaves.id(), 1, RecordState.SET, leaves.random(32));
            assertThat(refusal(Leaves.ORG, record)).isEmpty();
        }
    }

    @Test
    void noChangedByteOfALeafKeepsItsHash() {
        Bytes leaf = leaves.event();
        var original = (LeafJudge.Verdict.WellFormed) judge.decode(leaf);
        for (int at = 0; at < leaf.size(); at++) {
            byte[] changed = leaf.toArray();
            changed[at] ^= 0x01;
            if (judge.decode(Bytes.of(changed)) instanceof LeafJudge.Verdict.WellFormed other) {
                assertThat(other.hash()).isNotEqualTo(original.hash());
            }
        }
    }

    @Test
    void aTranscriptIsAdmittedOnceEnoughOperatorsSignedIt() {
        KeyPair ada = TestPki.ed25519();
        KeyPair bob = TestPki.p256();
        Bytes script = Sha256.of(Bytes.utf8("script"));
        Bytes transcript = Sha256.of(Bytes.utf8("transcript"));
        Bytes message = TranscriptBody.message(script, transcript);
        Approval byAda = new Approval("ada", signed("Ed25519", ada, message));
        Approval byBob = new Approval("bob", signed("SHA256withECDSAinP1363Format", bob, message));
        LeafJudge operated =
                new LeafJudge(
                        new AdmissionRules(
                                Bytes.zeros(32),
                                Bytes.zeros(32),
                                List.of("localhost"),
                                Duration.ofMinutes(61),
                                Duration.ofDays(31),
                                List.of(
                                        new Operator(
                                                "ada",
                                                Ed25519.raw(
                                                        Bytes.of(ada.getPublic().getEncoded()))),
                                        new Operator(
                                                "bob",
                                                new OperatorKey.Piv(
                                                        Bytes.of(bob.getPublic().getEncoded())))),
                                2,
                                Optional.empty()));

        for (List<Approval> few : List.of(List.of(byAda), List.of(byBob, byBob))) {
            assertThat(
                            operated.refusal(
                                            leaf(new TranscriptBody(script, transcript, few)),
                                            clock.instant())
                                    .map(Refused::code))
                    .contains(RefusalCode.APPROVAL);
        }
        assertThat(
                        operated.refusal(
                                        leaf(
                                                new TranscriptBody(
                                                        transcript, script, List.of(byAda, byBob))),
                                        clock.instant())
                                .map(Refused::code))
                .contains(RefusalCode.APPROVAL);
        assertThat(
                        operated.refusal(
                                leaf(new TranscriptBody(script, transcript, List.of(byAda, byBob))),
                                clock.instant()))
                .isEmpty();
    }

    private static Bytes signed(String algorithm, KeyPair by, Bytes message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(by.getPrivate());
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyTheOpeningThatWasApprovedOpensAnEpoch() {
        EpochBody approved = opening(40);
        LeafJudge next =
                new LeafJudge(
                        new AdmissionRules(
                                Bytes.zeros(32),
                                Bytes.zeros(32),
                                List.of("localhost"),
                                Duration.ofMinutes(61),
                                Duration.ofDays(31),
                                List.of(),
                                1,
                                Optional.of(approved)));

        assertThat(refusal(Leaf.NO_ORG, approved)).contains(RefusalCode.DIGEST);
        assertThat(next.refusal(leaf(approved), clock.instant())).isEmpty();
        assertThat(next.refusal(leaf(opening(41)), clock.instant()).map(Refused::code))
                .contains(RefusalCode.DIGEST);
        assertThat(next.places().mayStandAt(LeafRole.EPOCH, 40)).isTrue();
        assertThat(next.places().mayStandAt(LeafRole.ORDINARY, 40)).isFalse();
        assertThat(next.places().mayStandAt(LeafRole.ANCHORS_CHANGE, 42)).isFalse();
        for (LeafRole role : List.of(LeafRole.PASSING, LeafRole.GONE)) {
            assertThat(next.places().mayStandAt(role, 42)).isFalse();
            assertThat(next.places().mayStandAt(role, 43)).isTrue();
        }
        assertThat(next.places().mayStandAt(LeafRole.ANCHORS_CHANGE, 43)).isTrue();
        assertThat(next.places().mayStandFrom(LeafRole.EPOCH, 41)).isFalse();
    }

    private Leaf leaf(LeafBody body) {
        return LeafCodec.decode(leaves.of(Leaf.NO_ORG, body));
    }

    private static EpochBody opening(long restored) {
        return new EpochBody(
                "h/log/2",
                "h/log/1",
                50,
                Bytes.zeros(32),
                restored,
                Bytes.zeros(32),
                Bytes.zeros(32),
                EpochBody.ClosedBy.VOTERS,
                List.of());
    }
}
