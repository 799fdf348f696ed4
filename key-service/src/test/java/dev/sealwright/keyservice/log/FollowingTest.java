package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A voter that was away takes what the others signed, if it continues what it holds itself. */
final class FollowingTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private TwoVoters voters;

    @TempDir Path folder;

    @BeforeEach
    void open() {
        voters = new TwoVoters(CEREMONY, folder, clock);
    }

    @AfterEach
    void close() {
        voters.close();
    }

    private void events(int count) {
        voters.append(Stream.generate(leaves::event).limit(count).toList());
    }

    private void follow(long size, List<Bytes> shown, List<Bytes> proof, String note) {
        voters.late().follow(size, shown, List.of(), proof, note);
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
        follow(0, voters.all().subList(0, 4), voters.proof(4), voters.note());
        follow(4, voters.all().subList(4, 13), voters.proof(13), voters.note());
        follow(13, voters.all().subList(13, 16), List.of(), voters.note());

        SignedCheckpoint signed = voters.late().append(16, List.of());
        assertThat(signed.root()).isEqualTo(voters.quorum().head().root());
        assertThat(Note.parse(signed.note()).text()).isEqualTo(Note.parse(voters.note()).text());
        Bytes next = leaves.event();
        voters.late().admit(List.of(next));
        assertThat(voters.late().append(16, List.of(next)).size()).isEqualTo(17);
    }

    @Test
    void whatItFollowedIsOnDisk() {
        events(3);
        voters.late().admit(voters.all().subList(2, 4));
        follow(0, voters.all(), List.of(), voters.note());
        Bytes root = voters.late().head().root();
        voters.closeLate();
        voters.openLate();

        assertThat(voters.late().head().size()).isEqualTo(5);
        assertThat(voters.late().head().root()).isEqualTo(root);
        refused(
                RefusalCode.NOT_ALLOWED,
                () -> throwIfRefused(voters.late(), leaves.anchors(voters.anchors())));
        refused(
                RefusalCode.NOT_ADMITTED,
                () -> voters.late().append(5, voters.all().subList(2, 4)));
    }

    private static void throwIfRefused(VoterLog voter, Bytes leaf) {
        if (voter.admit(List.of(leaf)).getFirst() instanceof Admission.Refused(var code, var why)) {
            throw new KeyServiceRefusedException(code, why);
        }
    }

    @Test
    void leavesThatDoNotLeadToTheCheckpointChangeNothing() {
        events(6);
        List<Bytes> other = new ArrayList<>(voters.all());
        other.set(3, leaves.event());

        refused(RefusalCode.FORKED, () -> follow(0, other, List.of(), voters.note()));
        refused(
                RefusalCode.FORKED,
                () -> follow(0, voters.all().subList(0, 5), List.of(), voters.note()));
        refused(
                RefusalCode.FORKED,
                () -> follow(0, voters.all().subList(0, 5), voters.proof(4), voters.note()));
        refused(RefusalCode.WRONG_SIZE, () -> follow(1, voters.all(), List.of(), voters.note()));
        refused(RefusalCode.MALFORMED, () -> follow(0, List.of(), List.of(), voters.note()));
        refused(
                RefusalCode.MALFORMED,
                () -> follow(0, List.of(Bytes.utf8("no leaf")), List.of(), voters.note()));
        assertThat(voters.late().head().size()).isZero();
    }

    @Test
    void aCheckpointThatNoQuorumSignedLeadsNowhere() {
        events(2);
        SignedCheckpoint own = alone();

        refused(RefusalCode.RECEIPT, () -> follow(0, voters.all(), List.of(), own.note()));
        refused(
                RefusalCode.RECEIPT,
                () -> follow(0, voters.all(), List.of(), voters.note().replace("\n4\n", "\n5\n")));
        refused(RefusalCode.MALFORMED, () -> follow(0, voters.all(), List.of(), "no note"));
        assertThat(voters.late().head().size()).isZero();
    }

    /** The late voter's key over the same head, by a voter that nobody elected. */
    private SignedCheckpoint alone() {
        try (VoterLog stranger = voters.asLate("stranger")) {
            List<Bytes> admitted = List.copyOf(voters.all());
            stranger.admit(admitted);
            return stranger.append(0, admitted);
        }
    }

    @Test
    void whatItSignedAloneIsNotGivenUpForWhatOthersSigned() {
        List<Bytes> genesis = List.copyOf(voters.all());
        voters.late().admit(genesis);
        voters.late().append(0, genesis);
        Bytes mine = leaves.event();
        voters.late().admit(List.of(mine));
        voters.late().append(2, List.of(mine));
        events(4);

        refused(
                RefusalCode.WRONG_SIZE,
                () -> follow(2, voters.all().subList(2, 6), List.of(), voters.note()));
        refused(
                RefusalCode.FORKED,
                () -> follow(3, voters.all().subList(3, 6), List.of(), voters.note()));
        assertThat(voters.late().head().size()).isEqualTo(3);
    }

    @Test
    void aVoterThatFindsItsOwnSignatureInItsEarlierLifeFollowsNobody() {
        events(4);
        voters.closeLate();
        SignedCheckpoint forgotten = alone();
        voters.openLate();

        refused(RefusalCode.VOTER_LOST_STATE, () -> voters.late().observe(forgotten.note()));
        refused(
                RefusalCode.VOTER_LOST_STATE,
                () -> follow(0, voters.all(), List.of(), voters.note()));
    }

    @Test
    void itLearnsFromWhatItFollowed() {
        TestHost authority = TestHost.p256();
        var key = new AuthorityBody.AuthorityKey(leaves.id(), 1, RecordState.SET, authority.spki());
        voters.append(List.of(leaves.of(Leaves.ORG, key)));
        follow(0, voters.all(), List.of(), voters.note());

        var second =
                new AuthorityBody.AuthorityKey(
                        leaves.id(), 1, RecordState.SET, TestHost.p256().spki());
        refused(
                RefusalCode.APPROVAL,
                () -> throwIfRefused(voters.late(), leaves.of(Leaves.ORG, second)));
    }
}
