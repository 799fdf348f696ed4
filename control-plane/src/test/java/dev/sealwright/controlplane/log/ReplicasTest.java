package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas on one database and one key service. */
class ReplicasTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private final List<LogRoom> rooms = new ArrayList<>();
    private LogRoom leader;
    private LogRoom other;

    @BeforeEach
    void twoReplicas() {
        leader = open();
        leader.log().await(leader.propose(ORG));
        other = open();
    }

    @AfterEach
    void close() {
        rooms.forEach(LogRoom::close);
        database.afterAll(null);
    }

    private LogRoom open() {
        LogRoom room = LogRoom.open(database, trust, voter, clock);
        rooms.add(room);
        return room;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
    }

    private void close(LogRoom room) {
        rooms.remove(room);
        room.close();
    }

    @Test
    void oneOfThemLeadsAndEachSaysWho() {
        LogStatus leading = leader.log().status();
        LogStatus following = other.log().status();

        assertThat(leading.leads()).isTrue();
        assertThat(following.leads()).isFalse();
        assertThat(leading.leader()).contains(leading.replica());
        assertThat(following.leader()).contains(leading.replica());
        assertThat(following.replica()).isNotEqualTo(leading.replica());
    }

    @Test
    void aLeafProposedWhereNobodySequencesIsReleasedThereByTheOthersMessage() throws Exception {
        // The first message tells the leader that somebody listens.
        other.log().await(other.propose(ORG));
        for (int i = 0; i < 20; i++) {
            LeafRef ref = other.propose(ORG);
            // Nobody polls here: only a message completes it.
            assertThat(ref.outcome().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(LeafOutcome.Released.class);
        }
        assertThat(other.log().status().leads()).isFalse();
    }

    @Test
    void aLeaderThatStopsHandsOverAtOnce() {
        long term = leader.log().status().term();
        close(leader);

        other.log().await(other.propose(ORG));
        await(() -> other.log().status().leads());
        assertThat(other.log().status().term()).isEqualTo(term + 1);
    }

    @Test
    void aLeaderThatFallsSilentIsReplacedAndItsUnsignedHeadFinished() {
        voter.loseAnswerAfter(0);
        LeafRef ref = leader.propose(ORG);
        rooms.remove(leader);
        leader.vanish();

        other.log().awaitById(ref.id());
        await(() -> other.log().status().leads());
        assertThat(other.integrity().check().findings()).isEmpty();
    }

    @Test
    void aLeaderWhoseRoundsFailLetsAnotherTry() {
        voter.leave();
        LeafRef ref = leader.propose(ORG);
        await(() -> !leader.log().status().leads());
        voter.comeBack();

        other.log().awaitById(ref.id());
        leader.log().await(leader.propose(ORG));
        await(() -> leader.log().status().ready());
    }

    @Test
    void aLeafThatTheDatabaseLostIsUnavailableAndStopsTheSequencer() {
        voter.leave();
        LeafRef ref = leader.propose(ORG);
        leader.storage()
                .write(connection -> Sql.of(connection, "DELETE FROM log_pending").update());
        leader.storage()
                .write(
                        connection ->
                                Sql.of(connection, "DELETE FROM log_entry WHERE id = ?")
                                        .with(ref.id())
                                        .update());

        assertThatThrownBy(() -> leader.log().await(ref))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("the database lost a leaf");
        voter.comeBack();
        assertThat(leader.log().status().ready()).isFalse();
        assertThat(leader.log().status().problem().orElseThrow()).contains("start the service");
        await(() -> !leader.log().status().leads());
    }
}
