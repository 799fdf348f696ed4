package dev.sealwright.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.EpochBody.ClosedBy;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochOpeningTest {
    private static final String NEXT = "seal.example:8444/log/2";
    private static final int RESTORED = 5;
    private static final int CLOSED = 8;

    private final World world = new World();
    private final VerifiedAnchors before = world.verifiedAnchors();
    private Checkpoint restored;
    private Checkpoint end;
    private Receipt old;
    private Receipt lost;

    @BeforeEach
    void aLogThatWasClosedAtEightAndRestoredToFive() {
        for (int n = 0; n < CLOSED; n++) {
            Receipt receipt = world.log(leaf(n).encode());
            if (n + 1 == RESTORED) {
                restored = world.head();
                old = world.receipt(3);
            }
            lost = receipt;
        }
        end = world.head();
    }

    private static Leaf leaf(int n) {
        return new Leaf(
                Bytes.concat(Bytes.zeros(8), Bytes.uint64(n)),
                World.NOW,
                World.ORG,
                new LeafBody.Event(EventKind.HOST_ENROLLED, EventOutcome.SUCCESS, Bytes.zeros(32)));
    }

    private ClosedEpoch closed() {
        return new ClosedEpoch(
                World.ORIGIN,
                before.digest(),
                end.size(),
                end.root(),
                restored.size(),
                restored.root());
    }

    private VerifiedAnchors next(long version, ClosedEpoch... closed) {
        Anchors a = world.anchors();
        return AnchorsDocument.verify(
                world.sign(
                        new Anchors(
                                version,
                                a.validity(),
                                NEXT,
                                a.trustDomain(),
                                a.serverNames(),
                                a.voters(),
                                a.quorum(),
                                a.operators(),
                                a.operatorsRequired(),
                                a.serverCa(),
                                a.hostCa(),
                                a.recoveryKey(),
                                a.nextRoot(),
                                List.of(closed),
                                List.of(),
                                Optional.empty())),
                world.pin(),
                World.NOW);
    }

    private Note closing(Checkpoint head) {
        Closing closing = new Closing(head);
        Bytes signature = World.sign("Ed25519", world.memberKey.getPrivate(), closing.bytes());
        return new Note(closing.text(), List.of(world.memberNoteKey().signed(signature)));
    }

    private EpochOpening opening(Note... heads) {
        return new EpochOpening(
                List.of(before.document()), List.of(heads), world.sign(restored), List.of());
    }

    private EpochOpening approved(VerifiedAnchors next, EpochOpening opening) {
        Bytes message = opening.draft(next).message();
        return opening.approvedBy(
                List.of(
                        new Approval(
                                "Ada",
                                World.sign("Ed25519", world.operatorKey.getPrivate(), message))));
    }

    private static void refused(Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void whatVotersClosedAndOperatorsApprovedOpensTheNextEpoch() {
        VerifiedAnchors next = next(2, closed());
        EpochOpening opening = approved(next, opening(closing(end)));

        EpochBody body = EpochOpening.decode(opening.encode()).verify(next);

        assertThat(body.closedBy()).isEqualTo(ClosedBy.VOTERS);
        assertThat(body.losesLeaves()).isTrue();
        assertThat(List.of(body.origin(), body.from())).containsExactly(NEXT, World.ORIGIN);
        assertThat(List.of(body.closedSize(), body.restoredSize())).containsExactly(8L, 5L);
    }

    @Test
    void aVoterThatIsLostIsReplacedByTheLargestCheckpointAndThatIsSaid() {
        VerifiedAnchors next = next(2, closed());

        EpochBody body = opening(world.sign(end)).draft(next);

        assertThat(body.closedBy()).isEqualTo(ClosedBy.CHECKPOINT);
    }

    @Test
    void nobodyOpensAnEpochWithoutEnoughOperators() {
        VerifiedAnchors next = next(2, closed());
        EpochOpening opening = opening(closing(end));
        EpochOpening good = approved(next, opening);

        refused(Reason.QUORUM, () -> opening.verify(next));
        Bytes other = World.sign("Ed25519", world.memberKey.getPrivate(), Bytes.utf8("another"));
        refused(
                Reason.MISMATCH,
                () -> opening.approvedBy(List.of(new Approval("Ada", other))).verify(next));
        refused(
                Reason.MISMATCH,
                () ->
                        opening.approvedBy(
                                        List.of(
                                                new Approval(
                                                        "Eve",
                                                        good.approvals().getFirst().signature())))
                                .verify(next));
        refused(
                Reason.MISMATCH,
                () ->
                        opening.approvedBy(
                                        List.of(
                                                good.approvals().getFirst(),
                                                good.approvals().getFirst()))
                                .verify(next));
    }

    @Test
    void anApprovalIsForOneDocumentAlone() {
        EpochOpening good = approved(next(2, closed()), opening(closing(end)));

        refused(Reason.MISMATCH, () -> good.verify(next(3, closed())));
    }

    @Test
    void theEndIsWhereTheVotersSayAndNowhereElse() {
        ClosedEpoch early =
                new ClosedEpoch(
                        World.ORIGIN,
                        before.digest(),
                        restored.size(),
                        restored.root(),
                        restored.size(),
                        restored.root());

        refused(Reason.MISMATCH, () -> opening(closing(end)).draft(next(2, early)));
        refused(Reason.MISMATCH, () -> opening(closing(restored)).draft(next(2, closed())));
        refused(
                Reason.MISMATCH,
                () ->
                        opening(closing(new Checkpoint(World.ORIGIN, CLOSED, Bytes.zeros(32))))
                                .draft(next(2, closed())));
    }

    @Test
    void anOpeningDamagedAnywhereOpensNothing() {
        VerifiedAnchors next = next(2, closed());
        byte[] good = approved(next, opening(closing(end))).encode().toArray();
        EpochBody body = EpochOpening.decode(Bytes.of(good)).verify(next);
        Random random = new Random(7);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(EpochOpening.decode(Bytes.of(bad)).verify(next)).isEqualTo(body);
                // Only the part of a note that no signature is over can be another: none here is.
                throw new AssertionError("byte " + at + " may be anything");
            } catch (MalformedException | VerificationException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aReceiptOfAClosedEpochHoldsUnderTheOldAnchorsUpToItsEnd() {
        VerifiedAnchors next = next(2, closed());
        AnchorsChain chain = AnchorsChain.of(next, List.of(before.document()));
        ReceiptVerifier verifier = new ReceiptVerifier(chain);

        assertThat(verifier.verify(leaf(3).encode(), old).origin()).isEqualTo(World.ORIGIN);
        assertThat(verifier.verify(leaf(7).encode(), lost).index()).isEqualTo(7);
        Receipt beyond = world.log(leaf(8).encode());
        refused(Reason.ROLLBACK, () -> verifier.verify(leaf(8).encode(), beyond));
        refused(Reason.ORIGIN, () -> new ReceiptVerifier(next).verify(leaf(3).encode(), old));
    }

    @Test
    void aVerifierFollowsToNewerAnchorsOnly() {
        ReceiptVerifier verifier = new ReceiptVerifier(before);
        AnchorsChain next = AnchorsChain.of(next(2, closed()), List.of(before.document()));
        verifier.verify(leaf(3).encode(), old);

        verifier.follow(next);

        assertThat(verifier.anchors().origin()).isEqualTo(NEXT);
        verifier.verify(leaf(3).encode(), old);
        refused(Reason.ROLLBACK, () -> verifier.follow(AnchorsChain.of(before)));
        refused(Reason.ROLLBACK, () -> verifier.follow(next));
    }

    @Test
    void aDocumentThatTheAnchorsDoNotNameIsNoneOfTheirPast() {
        VerifiedAnchors stranger = new World().verifiedAnchors();

        refused(
                Reason.MISMATCH,
                () -> AnchorsChain.of(next(2, closed()), List.of(stranger.document())));
    }

    @Test
    void aLeafKeepsTheOriginItWasAppendedUnder() {
        ClosedEpoch second =
                new ClosedEpoch(
                        "seal.example:8444/log/1b",
                        Bytes.zeros(32),
                        9,
                        Bytes.zeros(32),
                        7,
                        Bytes.zeros(32));

        Anchors two = next(2, closed(), second).content();
        assertThat(List.of(two.originAt(4), two.originAt(5), two.originAt(6), two.originAt(7)))
                .containsExactly(World.ORIGIN, second.origin(), second.origin(), NEXT);
    }

    @Test
    void aClosedEpochThatContradictsItselfIsRefused() {
        ClosedEpoch good = closed();
        for (ThrowingCallable bad :
                List.<ThrowingCallable>of(
                        () -> copy(good, good.size(), good.size() + 1),
                        () -> copy(good, good.size(), 1),
                        () -> copy(good, good.restoredSize(), good.restoredSize()),
                        () -> next(2, good, good))) {
            assertThatThrownBy(bad).isInstanceOf(MalformedException.class);
        }
    }

    private static ClosedEpoch copy(ClosedEpoch good, long size, long restoredSize) {
        return new ClosedEpoch(
                good.origin(),
                good.anchors(),
                size,
                good.root(),
                restoredSize,
                good.restoredRoot());
    }
}
