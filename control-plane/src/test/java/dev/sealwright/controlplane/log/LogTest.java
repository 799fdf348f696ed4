package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final Bytes OTHER_ORG = Bytes.fromHex("a102030405060708090a0b0c0d0e0f10");

    private static final int LEAVES_OF_A_CALLER = 25;

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private LogRoom room;

    @BeforeEach
    void open() {
        room = LogRoom.open(database, trust, voter, clock);
    }

    @AfterEach
    void close() {
        room.close();
        database.afterAll(null);
    }

    private void restart() {
        room.close();
        open();
    }

    @Test
    void itBeginsWithTheAnchorsAndTheFirstPlatformKey() {
        room.log().await(room.propose(ORG));

        assertThat(leafAt(0).expect(LeafBody.Anchors.class).digest())
                .isEqualTo(trust.anchors().digest());
        assertThat(leafAt(1).leaf().body()).isInstanceOf(LeafBody.Ceremony.class);
        assertThat(leafAt(1).leaf().org()).isEqualTo(Leaf.NO_ORG);
    }

    @Test
    void aProposedLeafIsReleasedWithAReceiptThatVerifiesOffline() {
        LeafRef ref = room.propose(ORG);
        LeafOutcome.Released released = room.log().await(ref);

        VerifiedLeaf leaf =
                new ReceiptVerifier(trust.anchors()).verify(released.leaf(), released.receipt());
        assertThat(leaf.bytes()).isEqualTo(ref.leaf());
        assertThat(leaf.leaf().org()).isEqualTo(ORG);
        assertThat(room.log().outcome(ref.id())).isInstanceOf(LeafOutcome.Released.class);
    }

    @Test
    void everyLeafOfALargeLogKeepsAReceiptThatVerifies() {
        List<LeafRef> refs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            room.storage()
                    .write(
                            connection -> {
                                for (int n = 0; n < 20; n++) {
                                    refs.add(
                                            LogRoom.happened(
                                                    room.log(), n % 2 == 0 ? ORG : OTHER_ORG));
                                }
                                return refs.size();
                            });
        }
        refs.forEach(room.log()::await);

        ReceiptVerifier verifier = new ReceiptVerifier(trust.anchors());
        for (long index = 0; index < 802; index++) {
            LeafOutcome.Released released = room.log().at(index).orElseThrow();
            assertThat(verifier.verify(released.leaf(), released.receipt()).index())
                    .isEqualTo(index);
        }
        assertThat(room.log().at(802)).isEmpty();
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void leavesThatArriveTogetherShareASignature() throws Exception {
        room.log().await(room.propose(ORG));
        voter.leave();
        List<LeafRef> refs = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            refs.add(room.propose(ORG));
        }
        voter.comeBack();
        refs.forEach(room.log()::await);

        assertThat(voter.batches().size()).isLessThan(16);
    }

    @Test
    void whoeverWaitsForALeafByItsIdIsToldWhenItIsReleased() throws Exception {
        room.close();
        Duration never = Duration.ofHours(1);
        LogSettings unlooked =
                new LogSettings(never, never, Duration.ofMillis(20), Duration.ofMillis(400), null);
        room = LogRoom.open(database, trust, voter, clock, unlooked);
        voter.leave();
        LeafRef ref = room.propose(ORG);
        List<FutureTask<LeafOutcome.Released>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            FutureTask<LeafOutcome.Released> task =
                    new FutureTask<>(() -> room.log().awaitById(ref.id()));
            Thread thread = Thread.ofPlatform().daemon().start(task);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            waiting.add(task);
        }
        voter.comeBack();

        for (FutureTask<LeafOutcome.Released> task : waiting) {
            assertThat(task.get(1, TimeUnit.MINUTES).leaf()).isEqualTo(ref.leaf());
        }
        assertThat(room.log().awaitById(ref.id()).leaf()).isEqualTo(ref.leaf());
    }

    @Test
    void aChangeThatRollsBackLeavesNoLeaf() {
        assertThatThrownBy(
                        () ->
                                room.storage()
                                        .write(
                                                connection -> {
                                                    LogRoom.happened(room.log(), ORG);
                                                    throw new IllegalArgumentException("no");
                                                }))
                .isInstanceOf(IllegalArgumentException.class);
        room.log().await(room.propose(ORG));

        assertThat(room.log().status().size()).isEqualTo(3);
    }

    @Test
    void aLeafOutsideATransactionIsRefused() {
        assertThatThrownBy(() -> LogRoom.happened(room.log(), ORG))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRefusedLeafGetsNoIndexAndItsRequestSaysSo() {
        voter.refuse(OTHER_ORG);
        LeafRef refused = room.propose(OTHER_ORG);

        assertThatThrownBy(() -> room.log().await(refused))
                .isInstanceOf(LeafRefusedException.class)
                .hasMessageContaining("quota");
        room.log().await(room.propose(ORG));
        assertThat(room.log().status().size()).isEqualTo(3);
        assertThat(released(refused)).isFalse();
        assertThat(room.log().outcome(refused.id())).isInstanceOf(LeafOutcome.Refused.class);
    }

    @Test
    void underLoadEachRefusedLeafIsRefusedAndNoOther() throws Exception {
        voter.refuse(OTHER_ORG);
        List<FutureTask<Boolean>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            Bytes org = caller % 4 == 0 ? OTHER_ORG : ORG;
            callers.add(new FutureTask<>(() -> allEndAs(org.equals(ORG), org)));
        }
        callers.forEach(Thread.ofPlatform().daemon()::start);

        for (FutureTask<Boolean> caller : callers) {
            assertThat(caller.get(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(voter.steps()).isPositive();
        assertThat(room.log().status().size()).isEqualTo(2 + 6 * LEAVES_OF_A_CALLER);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    private boolean allEndAs(boolean released, Bytes org) {
        for (int i = 0; i < LEAVES_OF_A_CALLER; i++) {
            LeafRef ref = room.propose(org);
            boolean taken = true;
            try {
                assertThat(room.log().await(ref).leaf()).isEqualTo(ref.leaf());
            } catch (LeafRefusedException e) {
                taken = false;
            }
            if (taken != released) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aBatchWhoseAdmissionsTheKeyServiceForgotHoldsUpNothing() {
        room.log().await(room.propose(ORG));
        voter.leave();
        LeafRef first = room.propose(ORG);
        assertThatThrownBy(() -> room.log().await(first))
                .isInstanceOf(LogUnavailableException.class);
        voter.forgetAdmissions();
        LeafRef second = room.propose(ORG);
        voter.comeBack();

        assertThat(room.log().await(second).leaf()).isEqualTo(second.leaf());
        assertThat(room.log().await(first).leaf()).isEqualTo(first.leaf());
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void whileTheHsmIsAwayRequestsGet503AndTheirLeavesFinishWhenItIsBack() {
        room.log().await(room.propose(ORG));
        voter.leave();
        LeafRef first = room.propose(ORG);
        while (room.log().status().ready()) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> room.log().await(first))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("key service");
        assertThat(released(first)).isFalse();

        voter.comeBack();
        room.log().await(first);
        assertThat(released(first)).isTrue();
        assertThat(room.log().status().ready()).isTrue();
    }

    @Test
    void aSignatureWhoseAnswerWasLostIsAskedForAgain() {
        room.log().await(room.propose(ORG));
        voter.loseAnswerAfter(0);

        room.log().await(room.propose(ORG));
        assertThat(room.log().status().size()).isEqualTo(4);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void aHeadThatWasCommittedAndNotSignedIsFinishedByTheNextStart() {
        room.log().await(room.propose(ORG));
        voter.leave();
        LeafRef ref = room.propose(ORG);
        assertThatThrownBy(() -> room.log().await(ref)).isInstanceOf(LogUnavailableException.class);
        assertThat(number("SELECT size - signed_size AS n FROM log_head")).isEqualTo(1);
        room.close();
        voter.comeBack();
        open();

        room.log().awaitById(ref.id());
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void aHeadThatWasSignedAndNotStoredIsFinishedByTheNextStart() {
        room.log().await(room.propose(ORG));
        voter.loseAnswerAfter(0);
        room.propose(ORG);
        restart();
        room.log().await(room.propose(ORG));

        assertThat(room.log().status().size()).isEqualTo(5);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    @Test
    void leavesProposedWhileNobodySequencedAreFoundByTheNextStart() {
        voter.leave();
        LeafRef ref = room.propose(ORG);
        room.close();
        voter.comeBack();
        open();

        assertThat(room.log().awaitById(ref.id()).leaf()).isEqualTo(ref.leaf());
    }

    @Test
    void twoReplicasShareOneLog() throws Exception {
        try (LogRoom other = LogRoom.open(database, trust, voter, clock);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LeafOutcome.Released>> released = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                LogRoom mine = i % 2 == 0 ? room : other;
                released.add(callers.submit(() -> mine.log().await(mine.propose(ORG))));
            }
            ReceiptVerifier verifier = new ReceiptVerifier(trust.anchors());
            for (Future<LeafOutcome.Released> each : released) {
                verifier.verify(each.get().leaf(), each.get().receipt());
            }
        }
        assertThat(room.log().status().size()).isEqualTo(202);
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    private VerifiedLeaf leafAt(long index) {
        LeafOutcome.Released released = room.log().at(index).orElseThrow();
        return new ReceiptVerifier(trust.anchors()).verify(released.leaf(), released.receipt());
    }

    private boolean released(LeafRef ref) {
        return room.storage()
                .read(
                        connection ->
                                Sql.of(connection, "SELECT index FROM log_released WHERE id = ?")
                                        .with(ref.id())
                                        .first(row -> row.number("index")))
                .isPresent();
    }

    private long number(String query) {
        return room.storage()
                .read(connection -> Sql.of(connection, query).only(row -> row.number("n")));
    }
}
