package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.PrunedLeaves;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.PruningBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hashes take the place of leaves, and a voter believes them once a pruning leaf accounts for them.
 */
final class PruningTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private static final int BUNDLE = 256;
    private static final int GROWN = 302;
    private static final int A_REPORT = 107;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private TwoVoters voters;

    @TempDir Path folder;

    @BeforeEach
    void open() {
        voters = new TwoVoters(CEREMONY, folder, clock);
        voters.append(IntStream.range(2, GROWN).mapToObj(this::leaf).toList());
    }

    @AfterEach
    void close() {
        voters.close();
    }

    private Bytes leaf(int index) {
        return index % 15 == 2 ? report() : leaves.event();
    }

    private Bytes report() {
        return leaves.of(Leaf.NO_ORG, new ReportBody.Report(leaves.random(32)));
    }

    private PrunedLeaves log() {
        return new PrunedLeaves(voters.all());
    }

    private boolean passes(int index) {
        return log().passes(index);
    }

    private Bytes lastingHead(int size) {
        return log().lastingHead(size);
    }

    private Bytes pruning(long minimum, int size) {
        return leaves.of(Leaf.NO_ORG, log().pruning(minimum, size));
    }

    private void prune() {
        voters.append(List.of(pruning(BUNDLE, GROWN), leaves.event()));
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    private static void notAdmitted(VoterLog voter, Bytes leaf, String why) {
        assertThat(voter.admit(List.of(leaf)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> {
                            assertThat(no.code()).isEqualTo(RefusalCode.NOT_ALLOWED);
                            assertThat(no.detail()).contains(why);
                        });
    }

    /** Has the late voter follow from one size to another, on the hashes alone of what went. */
    private void follow(int from, int to, IntPredicate gone) {
        PrunedLeaves.Shown shown = log().shown(from, to, gone);
        voters.late().follow(from, shown.leaves(), shown.gone(), voters.proof(to), voters.note());
    }

    private boolean went(int index) {
        return log().before(BUNDLE).test(index);
    }

    private void signsNothing() {
        VoterLog late = voters.late();
        long size = late.head().size();
        Bytes next = leaves.event();
        assertThat(late.admit(List.of(next))).allMatch(Admission.Admitted.class::isInstance);
        refused(RefusalCode.WRONG_SIZE, () -> late.append(size, List.of()));
        refused(RefusalCode.WRONG_SIZE, () -> late.append(size, List.of(next)));
        late.observe(voters.note());
        late.signAgain();
        assertThat(late.head().note()).isEmpty();
        assertThat(late.head().size()).isEqualTo(size);
        assertThat(late.size()).isZero();
    }

    private void signsTheSameAsTheQuorum() {
        int size = voters.all().size();
        String signed = voters.late().append(size, List.of()).note();
        assertThat(Note.parse(signed).text()).isEqualTo(Note.parse(voters.note()).text());
        assertThat(voters.late().size()).isEqualTo(size);
    }

    @Test
    void aPruningLeafThatKnowsTheLastingLeavesIsAdmittedAndSigned() {
        prune();
        assertThat(voters.quorum().head().size()).isEqualTo(GROWN + 2);
        voters.append(List.of(pruning(BUNDLE, GROWN + 1)));
    }

    @Test
    void oneThatNamesAnotherHeadOrLooksAheadIsNot() {
        VoterLog voter = voters.quorum();
        Bytes other = leaves.of(Leaf.NO_ORG, new PruningBody(BUNDLE, GROWN, lastingHead(A_REPORT)));
        notAdmitted(voter, other, "does not know of the same lasting leaves");
        Bytes early =
                leaves.of(Leaf.NO_ORG, new PruningBody(BUNDLE, GROWN + 1, lastingHead(GROWN)));
        notAdmitted(voter, early, "looks ahead");
        assertThat(voter.admit(List.of(pruning(BUNDLE, GROWN - 7))))
                .allMatch(Admission.Admitted.class::isInstance);
    }

    @Test
    void aVoterOnHashesSignsOnceItHasSeenWhatAccountsForThem() {
        prune();
        follow(0, 200, this::went);
        signsNothing();
        follow(200, GROWN, this::went);
        signsNothing();
        notAdmitted(voters.late(), pruning(BUNDLE, GROWN), "does not know yet");
        follow(GROWN, GROWN + 2, this::went);
        signsTheSameAsTheQuorum();

        Bytes next = pruning(BUNDLE, GROWN + 2);
        assertThat(voters.late().admit(List.of(next)))
                .allMatch(Admission.Admitted.class::isInstance);
        assertThat(voters.late().append(GROWN + 2, List.of(next)).size()).isEqualTo(GROWN + 3);
    }

    @Test
    void oneLeafThatLastsAmongThemAndItNeverSigns() {
        prune();
        follow(0, GROWN + 2, index -> went(index) || index == A_REPORT);
        signsNothing();
        voters.append(List.of(pruning(BUNDLE, GROWN + 2)));
        follow(GROWN + 2, GROWN + 3, this::went);
        signsNothing();
    }

    @Test
    void whatWentBehindTheMinimumIsNotAccountedForBeforeThatMoves() {
        prune();
        int behind = BUNDLE + 3;
        assertThat(passes(behind)).isTrue();
        follow(0, GROWN + 2, index -> index == behind);
        signsNothing();
        List<Bytes> more = IntStream.range(0, BUNDLE).mapToObj(i -> leaves.event()).toList();
        voters.append(more);
        voters.append(List.of(pruning(2 * BUNDLE, GROWN + 2 + BUNDLE)));
        follow(GROWN + 2, GROWN + 3 + BUNDLE, this::went);
        signsTheSameAsTheQuorum();
    }

    @Test
    void whereItStandsIsOnDisk() {
        prune();
        follow(0, GROWN, this::went);
        reopen();
        signsNothing();
        follow(GROWN, GROWN + 1, this::went);
        reopen();
        follow(GROWN + 1, GROWN + 2, this::went);
        signsTheSameAsTheQuorum();
        reopen();
        signsTheSameAsTheQuorum();
    }

    private void reopen() {
        voters.closeLate();
        voters.openLate();
    }

    @Test
    void hashesStandOneForEachLeafThatWentAndNotWhereAnEpochBegins() {
        VoterLog late = voters.late();
        Bytes hash = TreeHash.leaf(voters.all().getFirst());
        List<Bytes> one = List.of(Bytes.EMPTY);
        List<Bytes> proof = voters.proof(1);
        for (List<Bytes> gone : List.of(List.<Bytes>of(), List.of(hash, hash))) {
            refused(RefusalCode.MALFORMED, () -> late.follow(0, one, gone, proof, voters.note()));
        }
        List<Bytes> shorter = List.of(hash.slice(0, 31));
        refused(RefusalCode.MALFORMED, () -> late.follow(0, one, shorter, proof, voters.note()));
        refused(RefusalCode.NOT_ALLOWED, () -> follow(0, GROWN, index -> index == 0));
        refused(RefusalCode.NOT_ALLOWED, () -> follow(0, GROWN, index -> index == 1));
        List<Bytes> other = List.of(leaves.random(32));
        follow(0, 2, this::went);
        refused(
                RefusalCode.FORKED,
                () -> late.follow(2, one, other, voters.proof(3), voters.note()));
        assertThat(late.head().size()).isEqualTo(2);
    }

    @Test
    void aLeafThatItAdmittedAndThenSawGoneIsNotAppendedAgain() {
        Bytes admitted = voters.all().get(40);
        voters.late().admit(List.of(admitted));
        prune();
        follow(0, GROWN + 2, this::went);
        signsTheSameAsTheQuorum();
        refused(RefusalCode.NOT_ADMITTED, () -> voters.late().append(GROWN + 2, List.of(admitted)));
    }

    /** The late voter's folder begins anew, with a snapshot of so many leaves. */
    private void begins(int size, Optional<LastingLeaves.At> chain) {
        Path state = folder.resolve("late");
        voters.closeLate();
        Frontier head =
                Frontier.EMPTY.appendAll(
                        voters.all().subList(0, size).stream().map(TreeHash::leaf).toList());
        VoterEvent.Snapshot snapshot =
                new VoterEvent.Snapshot(
                        head,
                        head,
                        List.of(),
                        Optional.empty(),
                        Authorities.Snapshot.EMPTY,
                        List.of(),
                        List.of(),
                        chain);
        VoterStore.begin(state, voters.anchors().origin(), voters.lateKey(), snapshot);
        voters.openLate();
    }

    @Test
    void aSnapshotOnDiskSaysWhatIsNotAccountedFor() {
        prune();
        begins(290, Optional.of(new LastingLeaves.At(290, lastingHead(290), 200)));
        signsNothing();
        follow(290, GROWN + 2, this::went);
        signsTheSameAsTheQuorum();
    }

    @Test
    void aStateOfAnEarlierBuildKnowsOfNoLastingLeaves() {
        for (int size : List.of(0, 50)) {
            begins(size, Optional.empty());
            follow(size, GROWN, index -> false);
            reopen();
            notAdmitted(voters.late(), pruning(BUNDLE, GROWN), "of an earlier build");
            signsTheSameAsTheQuorum();
        }
        voters.append(List.of(leaves.event()));
        refused(RefusalCode.NOT_ALLOWED, () -> follow(GROWN, GROWN + 1, index -> true));
        voters.append(List.of(pruning(BUNDLE, GROWN + 1)));
        follow(GROWN, GROWN + 2, index -> false);
        signsTheSameAsTheQuorum();
    }

    @Test
    void aSnapshotOfTheStateGoesOnAsTheState() {
        VoterState state = new VoterState(VoterEvent.Snapshot.genesis());
        List<AdmittedLeaf> first = new ArrayList<>();
        LastingLeaves chain = new LastingLeaves();
        for (int i = 0; i < GROWN; i++) {
            Bytes hash = TreeHash.leaf(voters.all().get(i));
            LeafRole role = passes(i) ? LeafRole.PASSING : LeafRole.ORDINARY;
            first.add(AdmittedLeaf.of(hash, i == 30 ? LeafRole.GONE : role));
            if (i == 30) {
                chain.gone();
            } else {
                chain.add(!passes(i), hash);
            }
        }
        state.apply(new VoterEvent.Followed(0, Instant.EPOCH, first));
        assertThat(state.snapshot().lasting()).contains(chain.at());
        VoterState again =
                new VoterState(
                        (VoterEvent.Snapshot)
                                VoterEventCodec.decode(VoterEventCodec.encode(state.snapshot())));
        assertThat(again.snapshot()).isEqualTo(state.snapshot());
        assertThat(again.lasting().accounted()).isFalse();
    }
}
