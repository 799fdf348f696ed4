package dev.sealwright.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.Operator;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.leaf.EpochBody.Approval;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three voters, the third of whom a fourth replaces within the epoch. */
final class AnchorsSuccessionTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int D = 3;

    private final World world = new World();
    private final List<KeyPair> keys = Stream.generate(World::ed25519).limit(4).toList();
    private final KeyPair second = World.ed25519();
    private final VerifiedAnchors before = verified(first());
    private final VerifiedAnchors after = verified(replacing(before, D, 2, Optional.empty()));
    private Bytes leaf = Bytes.EMPTY;
    private Receipt atTheTurn = new Receipt(0, List.of(), world.sign(world.head()));
    private Note turning = atTheTurn.checkpoint();

    private Anchors first() {
        return of(1, List.of(A, B, C), Optional.empty(), world.anchors().validity(), World.ORIGIN);
    }

    private Anchors replacing(
            VerifiedAnchors replaced, int third, long version, Optional<String> origin) {
        Validity longer =
                new Validity(World.NOW.minusSeconds(60), World.NOW.plusSeconds(900 * 86_400L));
        return of(
                version,
                List.of(A, B, third),
                Optional.of(replaced.digest()),
                longer,
                origin.orElse(World.ORIGIN));
    }

    private Anchors of(
            long version,
            List<Integer> voters,
            Optional<Bytes> replaces,
            Validity validity,
            String origin) {
        Anchors a = world.anchors();
        return new Anchors(
                version,
                validity,
                origin,
                a.trustDomain(),
                a.serverNames(),
                IntStream.range(0, voters.size())
                        .mapToObj(
                                i ->
                                        new Voter(
                                                "member-" + (i + 1),
                                                VoterKind.MEMBER,
                                                World.raw(keys.get(voters.get(i)))))
                        .toList(),
                2,
                List.of(
                        new Operator("Ada", World.raw(world.operatorKey)),
                        new Operator("Bo", World.raw(second))),
                2,
                a.serverCa(),
                a.hostCa(),
                a.recoveryKey(),
                a.nextRoot(),
                List.of(),
                List.of(),
                replaces);
    }

    private VerifiedAnchors verified(Anchors anchors) {
        return AnchorsDocument.verify(world.sign(anchors), world.pin(), World.NOW);
    }

    private Note signed(int... voters) {
        return new Note(
                world.head().text(),
                IntStream.of(voters).mapToObj(voter -> line(world.head().text(), voter)).toList());
    }

    private NoteSignature line(String text, int voter) {
        KeyPair key = keys.get(voter);
        return new Voter("any", VoterKind.MEMBER, World.raw(key))
                .noteKey(World.ORIGIN)
                .signed(World.sign("Ed25519", key.getPrivate(), Bytes.utf8(text)));
    }

    private Bytes append(LeafBody body) {
        Bytes id =
                Uuids.v7(
                        World.NOW, Bytes.concat(Bytes.zeros(2), Bytes.uint64(world.leaves.size())));
        Bytes bytes = LeafCodec.encode(new Leaf(id, World.NOW, Leaf.NO_ORG, body));
        world.leaves.add(bytes);
        return bytes;
    }

    private void events(int count) {
        for (int i = 0; i < count; i++) {
            append(
                    new LeafBody.Event(
                            EventKind.SERVER_STARTED, EventOutcome.SUCCESS, Bytes.zeros(32)));
        }
    }

    private Receipt receipt(long index, int... voters) {
        return new Receipt(
                index,
                InclusionProof.compute(index, world.leaves.size(), World.hashes(world.leaves)),
                signed(voters));
    }

    private AnchorsChange change(VerifiedAnchors next) {
        AnchorsChange change = new AnchorsChange(next.document(), List.of());
        Bytes message = change.draft(next).message();
        return change.approvedBy(
                List.of(
                        approval("Ada", world.operatorKey, message),
                        approval("Bo", second, message)));
    }

    private static Approval approval(String operator, KeyPair key, Bytes message) {
        return new Approval(operator, World.sign("Ed25519", key.getPrivate(), message));
    }

    @BeforeEach
    void theLogTurnsAtEight() {
        events(7);
        leaf = append(change(after).verify(before, World.NOW));
        atTheTurn = receipt(7, A, C);
        turning = signed(A, C);
        events(5);
    }

    private AnchorsSuccession succession() {
        return new AnchorsSuccession(before.document(), leaf, atTheTurn);
    }

    private AnchorsChain chain() {
        return AnchorsSuccession.extend(AnchorsChain.of(after), List.of(succession()));
    }

    private static void refused(Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void bothFormsOfItAreReadAsTheyAreWritten() {
        AnchorsChange change = change(after);

        assertThat(AnchorsChange.decode(change.encode())).isEqualTo(change);
        assertThat(AnchorsSuccession.fromJson(succession().toJson())).isEqualTo(succession());
        assertThat(AnchorsDocument.verify(after.document(), world.pin(), World.NOW).content())
                .isEqualTo(after.content());
        assertThat(LeafCodec.encode(LeafCodec.decode(leaf))).isEqualTo(leaf);
        assertThatThrownBy(() -> AnchorsSuccession.fromJson(Map.of("leaf", "")))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void eachCheckpointCountsUnderTheAnchorsOfItsSizeAlone() {
        VerifiedCheckpoint.verify(turning, chain());
        VerifiedCheckpoint.verify(signed(B, D), chain());
        VerifiedCheckpoint.verify(signed(A, B), chain());

        refused(Reason.QUORUM, () -> VerifiedCheckpoint.verify(signed(A, C), chain()));
        refused(Reason.QUORUM, () -> VerifiedCheckpoint.verify(signed(C, D), chain()));
        Note mixed =
                new Note(turning.text(), List.of(line(turning.text(), B), line(turning.text(), D)));
        refused(Reason.QUORUM, () -> VerifiedCheckpoint.verify(mixed, chain()));
    }

    @Test
    void whoHasOneDocumentCountsItsVotersAtAnySize() {
        VerifiedCheckpoint.verify(signed(A, C), before);
        VerifiedCheckpoint.verify(signed(A, B), before);

        refused(Reason.QUORUM, () -> VerifiedCheckpoint.verify(signed(B, D), before));
        refused(Reason.QUORUM, () -> VerifiedCheckpoint.verify(turning, after));
        VerifiedCheckpoint.verify(signed(B, D), after);
    }

    @Test
    void receiptsFromBeforeHoldWithTheSuccession() {
        ReceiptVerifier verifier = new ReceiptVerifier(before);
        verifier.verify(leaf, atTheTurn);
        refused(Reason.QUORUM, () -> verifier.verify(leaf, receipt(7, B, D)));

        verifier.follow(chain());

        verifier.verify(leaf, atTheTurn);
        verifier.verify(leaf, receipt(7, B, D));
        refused(Reason.ROLLBACK, () -> verifier.follow(AnchorsChain.of(before)));
    }

    @Test
    void aSuccessionIsOneOnlyAsTheLastLeafOfACheckpointOfTheVotersBefore() {
        refused(
                Reason.MISMATCH,
                () ->
                        new AnchorsSuccession(before.document(), leaf, receipt(7, A, C))
                                .until(after));
        refused(
                Reason.QUORUM,
                () ->
                        new AnchorsSuccession(
                                        before.document(),
                                        leaf,
                                        new Receipt(
                                                7,
                                                atTheTurn.proof(),
                                                new Note(
                                                        turning.text(),
                                                        List.of(
                                                                line(turning.text(), B),
                                                                line(turning.text(), D)))))
                                .until(after));
        refused(
                Reason.MISMATCH,
                () -> new AnchorsSuccession(after.document(), leaf, atTheTurn).until(after));
        VerifiedAnchors other = verified(replacing(before, C, 2, Optional.empty()));
        refused(Reason.MISMATCH, () -> succession().until(other));
        assertThat(succession().until(after)).isEqualTo(8);
    }

    @Test
    void itNeedsAsManyOperatorsAsTheAnchorsBeforeDemand() {
        AnchorsChange one = change(after).approvedBy(List.of(change(after).approvals().getFirst()));

        assertThat(one.consents(after, before)).isEqualTo(1);
        refused(Reason.QUORUM, () -> one.verify(before, World.NOW));
        AnchorsChange twice =
                one.approvedBy(List.of(one.approvals().getFirst(), one.approvals().getFirst()));
        refused(Reason.MISMATCH, () -> twice.verify(before, World.NOW));
        AnchorsChange forged =
                one.approvedBy(
                        List.of(
                                one.approvals().getFirst(),
                                new Approval("Bo", one.approvals().getFirst().signature())));
        refused(Reason.MISMATCH, () -> forged.verify(before, World.NOW));
    }

    @Test
    void onlyWhatSaysThatItReplacesThemFollowsThem() {
        VerifiedAnchors third = verified(replacing(after, C, 3, Optional.empty()));
        refused(Reason.MISMATCH, () -> change(third).verify(before, World.NOW));
        change(third).verify(after, World.NOW);
        refused(Reason.ROLLBACK, () -> change(before).verify(after, World.NOW));
        VerifiedAnchors elsewhere =
                verified(replacing(before, D, 2, Optional.of("seal.example:8444/log/2")));
        refused(Reason.MISMATCH, () -> change(elsewhere).verify(before, World.NOW));
        VerifiedAnchors silent =
                verified(
                        of(
                                2,
                                List.of(A, B, D),
                                Optional.empty(),
                                world.anchors().validity(),
                                World.ORIGIN));
        refused(Reason.MISMATCH, () -> change(silent).verify(before, World.NOW));
        assertThatThrownBy(() -> replacing(before, D, 1, Optional.empty()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void severalStepsAreWalkedBackInAnyOrder() {
        VerifiedAnchors third = verified(replacing(after, C, 3, Optional.empty()));
        Bytes second = append(change(third).verify(after, World.NOW));
        var later =
                new AnchorsSuccession(
                        after.document(), second, receipt(world.leaves.size() - 1L, B, D));
        events(1);

        AnchorsChain all =
                AnchorsSuccession.extend(AnchorsChain.of(third), List.of(succession(), later));

        assertThat(all.at(World.ORIGIN, 8).map(VerifiedAnchors::document))
                .contains(before.document());
        assertThat(all.at(World.ORIGIN, 9).map(VerifiedAnchors::document))
                .contains(after.document());
        assertThat(all.at(World.ORIGIN, world.leaves.size()).map(VerifiedAnchors::document))
                .contains(third.document());
        assertThat(all.versionOf(before.document())).contains(1L);
        AnchorsChain gap = AnchorsSuccession.extend(AnchorsChain.of(third), List.of(succession()));
        assertThat(gap.versionOf(before.document())).isEmpty();
    }
}
