package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.fixture.FaultyBackend;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.AdmissionQuota;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A voter that was away takes what the others signed, if it continues what it holds itself. */
final class FollowingTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private static KeyHandle lateKey;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private final List<Bytes> all = new ArrayList<>();
    private FaultyBackend backend;
    private VerifiedAnchors anchors;
    private VoterLog quorum;
    private VoterLog late;
    private String note = "";

    @TempDir Path folder;

    @BeforeEach
    void twoVoters() {
        backend = CEREMONY.backend();
        anchors = CEREMONY.ceremony().anchors(clock.instant());
        if (lateKey == null) {
            KeyLabel label = new KeyLabel("late-" + leaves.id().hex());
            lateKey = backend.generate(KeySpec.of(label, KeyRole.LOG.algorithm()));
        }
        quorum = open("quorum", backend.find(KeyRole.LOG.label(), KeyRole.LOG.algorithm()));
        late = open("late", lateKey);
        append(leaves.genesis(anchors));
    }

    @AfterEach
    void close() {
        quorum.close();
        late.close();
    }

    private VoterLog open(String name, KeyHandle key) {
        Bytes raw = Ed25519.raw(backend.publicKey(key));
        return VoterLog.open(
                folder.resolve(name),
                new CheckpointSigner(backend, key, anchors.origin(), raw),
                anchors,
                new AdmissionRules(
                        anchors.digest(),
                        HeldCeremony.firstPlatformKeyDigest(),
                        anchors.content().serverNames(),
                        Duration.ofMinutes(61),
                        Duration.ofDays(31)),
                new AdmissionQuota(AdmissionLimits.DEFAULT),
                KeyMaterial.ELSEWHERE,
                clock);
    }

    private void append(List<Bytes> batch) {
        assertThat(quorum.admit(batch)).allMatch(Admission.Admitted.class::isInstance);
        note = quorum.append(all.size(), batch).note();
        all.addAll(batch);
    }

    private void events(int count) {
        List<Bytes> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(leaves.event());
        }
        append(batch);
    }

    private List<Bytes> proof(long from) {
        return ConsistencyProof.compute(from, all.size(), new Hashes(all));
    }

    private record Hashes(List<Bytes> all) implements HashSource {
        @Override
        public Bytes hash(int height, long index) {
            return height == 0
                    ? TreeHash.leaf(all.get((int) index))
                    : TreeHash.node(hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
        }
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void itComesToTheSameRootInStepsAndThenSignsIt() {
        events(5);
        clock.advance(Duration.ofHours(3));
        events(9);
        late.follow(0, all.subList(0, 4), proof(4), note);
        late.follow(4, all.subList(4, 13), proof(13), note);
        late.follow(13, all.subList(13, 16), List.of(), note);

        SignedCheckpoint signed = late.append(16, List.of());
        assertThat(signed.root()).isEqualTo(quorum.head().root());
        assertThat(Note.parse(signed.note()).text()).isEqualTo(Note.parse(note).text());
        Bytes next = leaves.event();
        late.admit(List.of(next));
        assertThat(late.append(16, List.of(next)).size()).isEqualTo(17);
    }

    @Test
    void whatItFollowedIsOnDisk() {
        events(3);
        late.admit(all.subList(2, 4));
        late.follow(0, all, List.of(), note);
        Bytes root = late.head().root();
        late.close();
        late = open("late", lateKey);

        assertThat(late.head().size()).isEqualTo(5);
        assertThat(late.head().root()).isEqualTo(root);
        refused(RefusalCode.NOT_ALLOWED, () -> throwIfRefused(late, leaves.anchors(anchors)));
        refused(RefusalCode.NOT_ADMITTED, () -> late.append(5, all.subList(2, 4)));
    }

    private static void throwIfRefused(VoterLog voter, Bytes leaf) {
        if (voter.admit(List.of(leaf)).getFirst() instanceof Admission.Refused(var code, var why)) {
            throw new KeyServiceRefusedException(code, why);
        }
    }

    @Test
    void leavesThatDoNotLeadToTheCheckpointChangeNothing() {
        events(6);
        List<Bytes> other = new ArrayList<>(all);
        other.set(3, leaves.event());

        refused(RefusalCode.FORKED, () -> late.follow(0, other, List.of(), note));
        refused(RefusalCode.FORKED, () -> late.follow(0, all.subList(0, 5), List.of(), note));
        refused(RefusalCode.FORKED, () -> late.follow(0, all.subList(0, 5), proof(4), note));
        refused(RefusalCode.WRONG_SIZE, () -> late.follow(1, all, List.of(), note));
        refused(RefusalCode.MALFORMED, () -> late.follow(0, List.of(), List.of(), note));
        refused(
                RefusalCode.MALFORMED,
                () -> late.follow(0, List.of(Bytes.utf8("no leaf")), List.of(), note));
        assertThat(late.head().size()).isZero();
    }

    @Test
    void aCheckpointThatNoQuorumSignedLeadsNowhere() {
        events(2);
        SignedCheckpoint own = alone();

        refused(RefusalCode.RECEIPT, () -> late.follow(0, all, List.of(), own.note()));
        refused(
                RefusalCode.RECEIPT,
                () -> late.follow(0, all, List.of(), note.replace("\n4\n", "\n5\n")));
        refused(RefusalCode.MALFORMED, () -> late.follow(0, all, List.of(), "no note"));
        assertThat(late.head().size()).isZero();
    }

    /** The late voter's key over the same head, by a voter that nobody elected. */
    private SignedCheckpoint alone() {
        try (VoterLog stranger = open("stranger", lateKey)) {
            List<Bytes> admitted = List.copyOf(all);
            stranger.admit(admitted);
            return stranger.append(0, admitted);
        }
    }

    @Test
    void whatItSignedAloneIsNotGivenUpForWhatOthersSigned() {
        List<Bytes> genesis = List.copyOf(all);
        late.admit(genesis);
        late.append(0, genesis);
        Bytes mine = leaves.event();
        late.admit(List.of(mine));
        late.append(2, List.of(mine));
        events(4);

        refused(RefusalCode.WRONG_SIZE, () -> late.follow(2, all.subList(2, 6), List.of(), note));
        refused(RefusalCode.FORKED, () -> late.follow(3, all.subList(3, 6), List.of(), note));
        assertThat(late.head().size()).isEqualTo(3);
    }

    @Test
    void aVoterThatFindsItsOwnSignatureInItsEarlierLifeFollowsNobody() {
        events(4);
        late.close();
        SignedCheckpoint forgotten = alone();
        late = open("late", lateKey);

        refused(RefusalCode.VOTER_LOST_STATE, () -> late.observe(forgotten.note()));
        refused(RefusalCode.VOTER_LOST_STATE, () -> late.follow(0, all, List.of(), note));
    }

    @Test
    void itLearnsFromWhatItFollowed() {
        TestHost authority = TestHost.p256();
        var key = new AuthorityBody.AuthorityKey(leaves.id(), 1, RecordState.SET, authority.spki());
        append(List.of(leaves.of(Leaves.ORG, key)));
        late.follow(0, all, List.of(), note);

        var second =
                new AuthorityBody.AuthorityKey(
                        leaves.id(), 1, RecordState.SET, TestHost.p256().spki());
        refused(RefusalCode.APPROVAL, () -> throwIfRefused(late, leaves.of(Leaves.ORG, second)));
    }
}
