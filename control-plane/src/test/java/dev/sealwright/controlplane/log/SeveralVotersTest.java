package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.voter.MemberState;
import dev.sealwright.controlplane.voter.VoterRoom;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log with three voters, any two of which sign a checkpoint. */
class SeveralVotersTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant(), 3);
    private final Postgres database = StorageOn.database();
    private Electors electors;
    private LogRoom room;

    @BeforeEach
    void open() {
        electors = new Electors(trust, database, VoterRoom.NO_WITNESS);
        room = LogRoom.open(database, trust, electors.voting(), clock);
    }

    @AfterEach
    void close() {
        room.close();
        electors.close();
        database.afterAll(null);
    }

    private void restart() {
        room.close();
        electors.newControlPlane();
        room = LogRoom.open(database, trust, electors.voting(), clock);
    }

    private LeafOutcome.Released released() {
        return room.log().await(room.propose(ORG));
    }

    private List<Voter> signers(LeafOutcome.Released released) {
        Note note = released.receipt().checkpoint();
        new ReceiptVerifier(trust.anchors()).verify(released.leaf(), released.receipt());
        return trust.anchors().voters().stream()
                .filter(voter -> note.signedBy(voter.noteKey(trust.anchors().origin())))
                .toList();
    }

    @Test
    void aCheckpointHasTheSignaturesOfAQuorum() {
        assertThat(signers(released())).hasSizeGreaterThanOrEqualTo(2);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void noneOfThemIsMissedWhenItDies() {
        for (int dead = 0; dead < 3; dead++) {
            released();
            electors.voter(dead).die();
            for (int i = 0; i < 5; i++) {
                assertThat(signers(released()))
                        .doesNotContain(trust.anchors().voters().get(dead))
                        .hasSize(2);
            }
            electors.voter(dead).comeBack();
            tendUntilCaughtUp(dead);
        }
    }

    /** One that still answers an older question is left alone, and tended the next time. */
    private void tendUntilCaughtUp(int voter) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            VoterRoom.tend(electors.members());
        } while (electors.voter(voter).size() < room.log().status().size()
                && System.nanoTime() < end);
        assertThat(electors.voter(voter).size()).isEqualTo(room.log().status().size());
    }

    @Test
    void oneThatHangsIsNotWaitedFor() {
        released();
        var never = new CountDownLatch(1);
        electors.voter(1).hang(never);
        for (int i = 0; i < 5; i++) {
            assertThat(signers(released())).hasSize(2);
        }
        assertThat(electors.voter(1).size()).isLessThan(room.log().status().size());
        never.countDown();
    }

    @Test
    void oneThatWasAwayComesToTheSameRootAndSignsAgain() {
        electors.voter(2).die();
        for (int i = 0; i < 30; i++) {
            released();
        }
        electors.voter(2).comeBack();
        tendUntilCaughtUp(2);
        electors.voter(0).die();

        LeafOutcome.Released after = released();
        assertThat(signers(after))
                .containsExactlyElementsOf(trust.anchors().voters().subList(1, 3));
        assertThat(VoterRoom.states(electors.members()))
                .containsExactly(MemberState.AWAY, MemberState.OK, MemberState.OK);
    }

    @Test
    void oneThatWasAwayIsShownTheHashesOfWhatWent() {
        electors.voter(2).die();
        for (int i = 0; i < 30; i++) {
            released();
        }
        room.storage()
                .write(
                        connection ->
                                Sql.of(
                                                connection,
                                                "UPDATE log_entry SET leaf = '' WHERE NOT lasting"
                                                        + " AND index BETWEEN 5 AND 20")
                                        .update());
        electors.voter(2).comeBack();
        tendUntilCaughtUp(2);
        electors.voter(0).die();
        assertThat(signers(released())).hasSize(2);
    }

    @Test
    void withTwoAwayNothingIsReleasedUntilOneIsBack() {
        released();
        electors.voter(0).die();
        electors.voter(1).die();
        LeafRef waiting = room.propose(ORG);
        assertThatThrownBy(() -> room.log().await(waiting))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(room.log().status().problem()).isPresent();

        electors.voter(1).comeBack();
        assertThat(signers(room.log().awaitById(waiting.id()))).hasSize(2);
    }

    @Test
    void oneThatForgotIsShownItsVoteAndNeverCountsAgain() {
        released();
        VoterRoom.tend(electors.members());
        room.close();
        electors.forget(1);
        room = LogRoom.open(database, trust, electors.voting(), clock);

        for (int i = 0; i < 3; i++) {
            assertThat(signers(released())).doesNotContain(trust.anchors().voters().get(1));
        }
        VoterRoom.tend(electors.members());
        assertThat(VoterRoom.states(electors.members()).get(1)).isEqualTo(MemberState.LOST);
    }

    @Test
    void withTwoThatForgotTheServiceDoesNotStart() {
        released();
        VoterRoom.tend(electors.members());
        room.close();
        electors.forget(0);
        electors.forget(1);

        assertThatThrownBy(() -> LogRoom.open(database, trust, electors.voting(), clock))
                .hasMessageContaining("2 of 3 voters lost their state");
        room = LogRoom.still(StorageOn.open(database), trust, electors.voting(), clock);
    }

    @Test
    void aDatabaseThatIsOlderThanAQuorumDoesNotStartWithAnyTwo() {
        released();
        electors.execute("CREATE TABLE saved_head AS SELECT * FROM log_head");
        for (int i = 0; i < 3; i++) {
            released();
        }
        room.close();
        electors.execute("DELETE FROM log_head");
        electors.execute("INSERT INTO log_head SELECT * FROM saved_head");
        electors.execute("DELETE FROM log_checkpoint WHERE size > (SELECT size FROM log_head)");

        for (int away = -1; away < 3; away++) {
            electors.newControlPlane();
            if (away >= 0) {
                electors.voter(away).die();
            }
            assertThatThrownBy(() -> LogRoom.open(database, trust, electors.voting(), clock))
                    .hasMessageContaining("older than the key service's head");
            if (away >= 0) {
                electors.voter(away).comeBack();
            }
        }
        room = LogRoom.still(StorageOn.open(database), trust, electors.voting(), clock);
    }

    @Test
    void aLeafThatOneRefusesIsAdmittedAndThatOneFollows() {
        electors.voter(2).refuse(ORG);
        assertThat(signers(released())).hasSize(2);
        tendUntilCaughtUp(2);

        electors.voter(1).refuse(ORG);
        assertThatThrownBy(this::released).isInstanceOf(LeafRefusedException.class);
    }

    @Test
    void anotherControlPlaneGoesOnWithWhatTheFirstLeft() {
        released();
        electors.voter(0).die();
        restart();
        assertThat(signers(released())).hasSize(2);
    }
}
