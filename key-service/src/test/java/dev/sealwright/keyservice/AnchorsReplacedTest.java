package dev.sealwright.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.fixture.AnchorsCeremony;
import dev.sealwright.keyservice.fixture.Daemon;
import dev.sealwright.keyservice.fixture.Electorates;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.MemberToken;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.testkit.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three members, each a program on a token of its own; the third is gone. The root signs anchors
 * with a fourth in its place, and the log puts them in force.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AnchorsReplacedTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60));

    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir static Path folder;

    private static final Leaves LEAVES = new Leaves(InstantSource.system());
    private static final List<Bytes> LOG = new ArrayList<>();
    private static final List<Daemon> DAEMONS = new ArrayList<>();
    private static final List<RemoteKeyService> SERVICES = new ArrayList<>();
    private static VerifiedAnchors before;
    private static VerifiedAnchors after;
    private static AnchorsChange change;
    private static Note turning;
    private static RemoteKeyService one;
    private static RemoteKeyService two;
    private static RemoteKeyService four;

    @BeforeAll
    static void threeMembersAndAFourth() throws Exception {
        Electorates electorate = Electorates.three(HSM, folder);
        before = electorate.ceremony().anchors(LEAVES.now());
        List<Daemon> daemons = electorate.daemons(Files.createDirectory(folder.resolve("run")));
        one = begun(daemons.get(0));
        two = begun(daemons.get(1));
        MemberToken token =
                MemberToken.make(HSM, Files.createDirectory(folder.resolve("four")), "member-four");
        var ceremony = new AnchorsCeremony(electorate.ceremony());
        Path file = folder.resolve("change.cbor");
        change =
                ceremony.sign(
                        file,
                        "--replace-member",
                        "member-3=" + token.statement(),
                        "--anchors-days",
                        "730");
        after = change.next(before, LEAVES.now());
        ceremony.install(file);
        Path home = Files.createDirectory(folder.resolve("run/4"));
        four = begun(new Daemon(electorate.ceremony(), token, home));
        append(LEAVES.genesis(before), one, two);
        append(List.of(LEAVES.event(), LEAVES.event()), one, two);
    }

    private static RemoteKeyService begun(Daemon daemon) {
        DAEMONS.add(daemon.start());
        RemoteKeyService service = RemoteKeyService.at(daemon.address(), PATIENCE);
        service.awaitFirst(START);
        SERVICES.add(service);
        return service;
    }

    @AfterAll
    static void stop() {
        SERVICES.forEach(RemoteKeyService::close);
        DAEMONS.forEach(Daemon::close);
    }

    /** The checkpoint with the signatures of these. */
    private static Note append(List<Bytes> leaves, RemoteKeyService... voters) {
        List<NoteSignature> lines = new ArrayList<>();
        String text = "";
        for (RemoteKeyService voter : voters) {
            voter.admit(leaves);
            Note note = Note.parse(voter.append(LOG.size(), leaves).note());
            lines.addAll(note.signatures());
            text = note.text();
        }
        LOG.addAll(leaves);
        return new Note(text, lines);
    }

    private static void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    private static void notAdmitted(LeafBody body) {
        assertThat(one.admit(List.of(LEAVES.of(Leaf.NO_ORG, body))).getFirst())
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).isEqualTo(RefusalCode.ANCHORS));
    }

    private static LeafBody.Anchors body() {
        return new LeafBody.Anchors(after.digest(), after.content().version(), change.approvals());
    }

    @Test
    @Order(1)
    void theCeremonyReplacesTheVoterAndNothingElse() {
        assertThat(after.content().version()).isEqualTo(2);
        assertThat(after.origin()).isEqualTo(before.origin());
        assertThat(after.voters().subList(0, 2)).isEqualTo(before.voters().subList(0, 2));
        assertThat(after.voters().get(2).name()).isEqualTo("member-3");
        assertThat(after.voters().get(2)).isNotEqualTo(before.voters().get(2));
        assertThat(after.content().serverNames()).isEqualTo(before.content().serverNames());
        assertThat(after.content().replaces()).contains(before.digest());
        assertThat(after.content().validity().length()).isEqualTo(Duration.ofDays(730));
    }

    @Test
    @Order(2)
    void aLeafCountsOnlyForADocumentThatIsKnownAndThatOperatorsApproved() {
        notAdmitted(body());
        one.offerAnchors(after.document());
        one.offerAnchors(after.document());
        two.offerAnchors(after.document());
        EpochBody.Approval approval = change.approvals().getFirst();
        notAdmitted(
                new LeafBody.Anchors(
                        after.digest(),
                        2,
                        List.of(new EpochBody.Approval(approval.operator(), Bytes.zeros(64)))));
        notAdmitted(
                new LeafBody.Anchors(
                        after.digest(),
                        2,
                        List.of(new EpochBody.Approval("nobody", approval.signature()))));
        notAdmitted(new LeafBody.Anchors(after.digest(), 3, change.approvals()));
        notAdmitted(new LeafBody.Anchors(before.digest(), 1, change.approvals()));
        refused(
                RefusalCode.MALFORMED,
                () -> one.offerAnchors(after.document().slice(0, after.document().size() - 1)));
    }

    @Test
    @Order(3)
    void theLeafEndsItsBatch() {
        Bytes leaf = LEAVES.of(Leaf.NO_ORG, body());
        List<Bytes> batch = List.of(leaf, LEAVES.event());
        assertThat(one.admit(batch)).allMatch(Admission.Admitted.class::isInstance);

        refused(RefusalCode.NOT_ALLOWED, () -> one.append(LOG.size(), batch));
    }

    @Test
    @Order(4)
    void oneThatIsNoVoterYetSignsNothing() {
        List<Bytes> genesis = List.copyOf(LOG.subList(0, 2));
        four.admit(genesis);

        refused(RefusalCode.NO_VOTER, () -> four.append(0, genesis));
        assertThat(four.anchors()).isEqualTo(before.document());
    }

    @Test
    @Order(5)
    void nothingIsBuiltOnTheLeafBeforeAQuorumOfTheVotersBeforeSignedIt() {
        List<Bytes> leaf = List.of(LEAVES.of(Leaf.NO_ORG, body()));
        one.admit(leaf);
        Note alone = Note.parse(one.append(LOG.size(), leaf).note());
        Bytes next = LEAVES.event();
        one.admit(List.of(next));

        refused(RefusalCode.UNCONFIRMED, () -> one.append(LOG.size() + 1, List.of(next)));
        one.observe(alone.encode());
        refused(RefusalCode.UNCONFIRMED, () -> one.append(LOG.size() + 1, List.of(next)));
        assertThat(one.anchors()).isEqualTo(before.document());

        turning = append(leaf, one, two);
        one.observe(turning.encode());
        two.observe(turning.encode());
        append(List.of(next), one, two);
        assertThat(one.anchors()).isEqualTo(after.document());
    }

    @Test
    @Order(6)
    void theNewMemberFollowsFromZeroAndVotes() {
        int turn = LOG.size() - 1;
        Note newest = append(List.of(LEAVES.event()), one, two);
        refused(RefusalCode.MALFORMED, () -> four.follow(0, LOG, List.of(), newest.encode()));
        four.follow(0, LOG.subList(0, turn), List.of(), turning.encode());
        refused(RefusalCode.NO_VOTER, () -> four.append(turn, List.of()));
        four.follow(turn, LOG.subList(turn, LOG.size()), List.of(), newest.encode());

        Note vote = Note.parse(four.append(LOG.size(), List.of()).note());
        assertThat(vote.text()).isEqualTo(newest.text());
        assertThat(vote.signedBy(after.voters().get(2).noteKey(after.origin()))).isTrue();
    }

    @Test
    @Order(7)
    void withItAnotherOfTheOldOnesMayBeGoneAndNoCheckpointIsValidByMixing() {
        Note note = append(List.of(LEAVES.event()), one, four);

        assertThat(VerifiedCheckpoint.verify(note, after).checkpoint().size())
                .isEqualTo(LOG.size());
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(note, before))
                .isInstanceOf(VerificationException.class);
        AnchorsChain chain =
                AnchorsChain.of(after)
                        .replacing(
                                before.document(),
                                VerifiedCheckpoint.verify(turning, before).checkpoint().size());
        VerifiedCheckpoint.verify(note, chain);
        VerifiedCheckpoint.verify(turning, chain);
        Note mixed =
                new Note(
                        turning.text(),
                        Stream.concat(
                                        turning.signatures().stream().limit(1),
                                        note.signatures().stream().skip(1))
                                .toList());
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(mixed, chain))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    @Order(8)
    void whatIsInForceOutlivesTheProgramWhateverLiesBesideIt() {
        DAEMONS.getFirst().kill();
        SERVICES.getFirst().close();
        one = begun(DAEMONS.getFirst());

        assertThat(one.anchors()).isEqualTo(after.document());
        one.offerAnchors(before.document());
        assertThat(one.anchors()).isEqualTo(after.document());
        notAdmitted(body());
        append(List.of(LEAVES.event()), one, four);
    }
}
