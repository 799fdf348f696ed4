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
import dev.sealwright.keyservice.fixture.PrunedLeaves;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.AnchorsChange;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.ReportBody;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members of a log of which bytes go, each a program on a token of its own. One was away from the
 * beginning on, another is later, and a fourth takes the place of the third and was never there:
 * each of them catches up with hashes in the place of what went.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PrunedVotersTest {
    private static final int PART = 300;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60));

    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir static Path folder;

    private static final Leaves LEAVES = new Leaves(InstantSource.system());
    private static final List<Bytes> LOG = new ArrayList<>();
    private static final PrunedLeaves PRUNED = new PrunedLeaves(LOG);

    private static Electorates electorate;
    private static VerifiedAnchors before;
    private static Member one;
    private static Member two;
    private static Member three;

    /** A program, and the connection to it. */
    private static final class Member {
        private final Daemon daemon;
        private RemoteKeyService service;

        Member(Daemon daemon) {
            this.daemon = daemon;
            begin();
        }

        private void begin() {
            daemon.start();
            service = RemoteKeyService.at(daemon.address(), PATIENCE);
            service.awaitFirst(START);
        }

        void killAndStart() {
            kill();
            begin();
        }

        /** As one that never was there. */
        void beginAnew() throws IOException {
            kill();
            try (Stream<Path> files = Files.walk(daemon.state())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            begin();
        }

        private void kill() {
            service.close();
            daemon.kill();
        }

        /** Has it follow to a size, towards a checkpoint of so many leaves. */
        void follow(int to, IntPredicate went, Note note, int size) {
            int from = (int) service.head().size();
            PrunedLeaves.Shown shown = PRUNED.shown(from, to, went);
            service.follow(
                    from,
                    shown.leaves(),
                    shown.gone(),
                    PRUNED.consistency(to, size),
                    note.encode());
        }

        void signsNothing() {
            long size = service.head().size();
            assertThat(service.head().note()).isEmpty();
            assertThatThrownBy(() -> service.append(size, List.of()))
                    .isInstanceOfSatisfying(
                            KeyServiceRefusedException.class,
                            e ->
                                    assertThat(e.code())
                                            .as(e.detail())
                                            .isEqualTo(RefusalCode.WRONG_SIZE));
        }

        Note signs() {
            return Note.parse(service.append(LOG.size(), List.of()).note());
        }
    }

    @BeforeAll
    static void threeMembersOfWhomTwoAreThere() throws IOException {
        electorate = Electorates.three(HSM, folder);
        before = electorate.ceremony().anchors(LEAVES.now());
        List<Daemon> daemons = electorate.daemons(Files.createDirectory(folder.resolve("run")));
        one = new Member(daemons.get(0));
        two = new Member(daemons.get(1));
        three = new Member(daemons.get(2));
        append(LEAVES.genesis(before), one, two);
        grow(one, two);
    }

    @AfterAll
    static void stop() {
        Stream.of(one, two, three)
                .forEach(
                        each -> {
                            each.service.close();
                            each.daemon.close();
                        });
    }

    /** The checkpoint with the signatures of these. */
    private static Note append(List<Bytes> leaves, Member... voters) {
        List<NoteSignature> lines = new ArrayList<>();
        String text = "";
        for (Member voter : voters) {
            assertThat(voter.service.admit(leaves)).allMatch(Admission.Admitted.class::isInstance);
            Note note = Note.parse(voter.service.append(LOG.size(), leaves).note());
            lines.addAll(note.signatures());
            text = note.text();
        }
        LOG.addAll(leaves);
        return new Note(text, lines);
    }

    private static Note append(LeafBody body, Member... voters) {
        return append(List.of(LEAVES.of(Leaf.NO_ORG, body)), voters);
    }

    /** Leaves of which some last. */
    private static void grow(Member... voters) {
        append(
                IntStream.range(0, PART)
                        .mapToObj(i -> i % 15 == 2 ? report() : LEAVES.event())
                        .toList(),
                voters);
    }

    private static Bytes report() {
        return LEAVES.of(Leaf.NO_ORG, new ReportBody.Report(LEAVES.random(32)));
    }

    @Test
    @Order(1)
    void whoWasAwayFromTheBeginningOnFollowsHashesAndVotes() {
        int minimum = Tile.FULL;
        IntPredicate went = PRUNED.before(minimum);
        int known = LOG.size();
        append(PRUNED.pruning(minimum, known), one, two);
        Note newest = append(List.of(LEAVES.event()), one, two);

        three.follow(200, went, newest, LOG.size());
        three.signsNothing();
        three.killAndStart();
        three.signsNothing();
        three.follow(known, went, newest, LOG.size());
        three.signsNothing();
        three.follow(LOG.size(), went, newest, LOG.size());

        assertThat(three.signs().text()).isEqualTo(newest.text());
    }

    @Test
    @Order(2)
    void itIsOneOfTheQuorumOnWhichAnotherCatchesUp() {
        int minimum = 2 * Tile.FULL;
        IntPredicate went = PRUNED.before(minimum);
        grow(one, three);
        int known = LOG.size();
        Note newest = append(PRUNED.pruning(minimum, known), one, three);

        two.follow(known, went, newest, LOG.size());
        two.signsNothing();
        two.killAndStart();
        two.signsNothing();
        two.follow(LOG.size(), went, newest, LOG.size());
        assertThat(two.signs().text()).isEqualTo(newest.text());

        Note both = append(List.of(LEAVES.event()), two, three);
        assertThat(VerifiedCheckpoint.verify(both, before).checkpoint().size())
                .isEqualTo(LOG.size());
        one.follow(LOG.size(), _ -> false, both, LOG.size());
    }

    @Test
    @Order(3)
    void whoTakesAnothersPlaceFollowsHashesAcrossTheChangeOfAnchors() throws IOException {
        MemberToken token =
                MemberToken.make(HSM, Files.createDirectory(folder.resolve("four")), "member-four");
        AnchorsChange change = replaceTheThird(token);
        VerifiedAnchors after = change.next(before, LEAVES.now());
        Note turning = putInForce(after, change);
        int turn = LOG.size();
        grow(one, two);
        int minimum = 3 * Tile.FULL;
        assertThat(turn).as("the change is before the minimum").isLessThan(minimum);
        int known = LOG.size();
        append(PRUNED.pruning(minimum, known), one, two);
        IntPredicate went = PRUNED.before(minimum);
        Path home = Files.createDirectory(folder.resolve("run/4"));
        Member four = new Member(new Daemon(electorate.ceremony(), token, home));
        try {
            hidingTheChangeAccountsForNothing(four, turn - 1);

            four.beginAnew();
            four.follow(turn, went, turning, turn);
            four.signsNothing();
            four.killAndStart();
            Note newest = append(List.of(LEAVES.event()), one, two);
            four.follow(known, went, newest, LOG.size());
            four.signsNothing();
            four.follow(LOG.size(), went, newest, LOG.size());

            Note vote = four.signs();
            assertThat(vote.text()).isEqualTo(newest.text());
            assertThat(vote.signedBy(after.voters().get(2).noteKey(after.origin()))).isTrue();
            Note both = append(List.of(LEAVES.event()), one, four);
            assertThat(VerifiedCheckpoint.verify(both, after).checkpoint().size())
                    .isEqualTo(LOG.size());
        } finally {
            four.service.close();
            four.daemon.close();
        }
    }

    private static AnchorsChange replaceTheThird(MemberToken token) {
        AnchorsCeremony ceremony = new AnchorsCeremony(electorate.ceremony());
        Path file = folder.resolve("change.cbor");
        AnchorsChange change =
                ceremony.sign(
                        file,
                        "--replace-member",
                        "member-3=" + token.statement(),
                        "--anchors-days",
                        "730");
        ceremony.install(file);
        return change;
    }

    /** The checkpoint that ends with the leaf of the change. */
    private static Note putInForce(VerifiedAnchors after, AnchorsChange change) {
        one.service.offerAnchors(after.document());
        two.service.offerAnchors(after.document());
        LeafBody body =
                new LeafBody.Anchors(after.digest(), after.content().version(), change.approvals());
        Note turning = append(body, one, two);
        one.service.observe(turning.encode());
        two.service.observe(turning.encode());
        return turning;
    }

    /** Under the voters who stay, such a log has its quorum; but the leaf is one that lasts. */
    private static void hidingTheChangeAccountsForNothing(Member four, int change) {
        IntPredicate went = index -> index == change || PRUNED.before(3L * Tile.FULL).test(index);
        Note newest = append(List.of(LEAVES.event()), one, two);
        four.follow(LOG.size(), went, newest, LOG.size());
        four.signsNothing();
        newest = append(PRUNED.pruning(3L * Tile.FULL, LOG.size()), one, two);
        four.follow(LOG.size(), went, newest, LOG.size());
        four.signsNothing();
    }
}
