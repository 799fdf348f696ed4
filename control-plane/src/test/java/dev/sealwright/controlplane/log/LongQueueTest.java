package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More leaves wait than one batch holds, as after an HSM was away. */
class LongQueueTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int LEAVES = 3 * Batches.MAX_SIZE + 100;
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private LogRoom room;
    private List<LeafRef> queue;

    @BeforeEach
    void queueUp() {
        room = LogRoom.open(database, trust, voter, clock);
        room.log().await(room.propose(ORG));
        voter.leave();
        queue = room.storage().write(connection -> proposed());
    }

    private List<LeafRef> proposed() {
        List<LeafRef> proposed = new ArrayList<>();
        for (int i = 0; i < LEAVES; i++) {
            proposed.add(LogRoom.happened(room.log(), ORG));
        }
        return proposed;
    }

    @AfterEach
    void close() {
        room.close();
        database.afterAll(null);
    }

    private void requireReleasedInOrder() {
        ReceiptVerifier verifier = new ReceiptVerifier(trust.anchors());
        LeafOutcome.Released last = room.log().awaitById(queue.getLast().id());
        assertThat(verifier.verify(last.leaf(), last.receipt()).leaf().org()).isEqualTo(ORG);
        List<UUID> stored =
                room.storage()
                        .read(
                                connection ->
                                        Sql.of(
                                                        connection,
                                                        "SELECT id FROM log_released ORDER BY index")
                                                .list(row -> row.uuid("id")));
        assertThat(stored.subList(stored.size() - LEAVES, stored.size()))
                .isEqualTo(queue.stream().map(LeafRef::id).toList());
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("patience").isNegative();
            Thread.onSpinWait();
        }
    }

    /** Whether another replica could have the head now, which is committed and not signed. */
    private static boolean isFree(StorageOn other) {
        try {
            return other.storage()
                    .write(
                            connection ->
                                    Sql.of(
                                                    connection,
                                                    "SELECT size > signed_size AS unsigned FROM log_head FOR UPDATE NOWAIT")
                                            .only(row -> row.flag("unsigned")));
        } catch (StorageException e) {
            assertThat(e.state()).isEqualTo("55P03");
            return false;
        }
    }

    @Test
    void itIsReleasedInOrderByFullBatches() {
        voter.comeBack();

        requireReleasedInOrder();
        int full = Batches.MAX_SIZE;
        assertThat(voter.batches()).endsWith(full, full, full, LEAVES - 3 * full);
    }

    /** Its position is before those of leaves that are gone from the queue already. */
    @Test
    void aLeafWhoseChangeTakesLongIsReleasedBehindTheOthers() {
        voter.comeBack();
        requireReleasedInOrder();
        LeafRef late =
                room.storage()
                        .write(
                                connection -> {
                                    LeafRef early = LogRoom.happened(room.log(), ORG);
                                    long end = System.nanoTime() + 3 * QueueStart.LAG.toNanos();
                                    while (System.nanoTime() - end < 0) {
                                        room.log().await(proposedBeside());
                                    }
                                    return early;
                                });

        assertThat(room.log().awaitById(late.id())).isNotNull();
        assertThat(room.integrity().check().findings()).isEmpty();
    }

    private LeafRef proposedBeside() {
        try {
            return CompletableFuture.supplyAsync(() -> room.propose(ORG)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingIsLostOrDoubledWhereASignatureGetsLost() {
        voter.loseAnswerAfter(2);
        voter.comeBack();

        requireReleasedInOrder();
    }

    @Test
    void whatTheKeyServiceRefusesIsToldAndTheRestGoesOn() {
        Bytes refused = Bytes.fromHex("b102030405060708090a0b0c0d0e0f10");
        voter.refuse(refused);
        LeafRef no = room.propose(refused);
        queue = room.storage().write(connection -> proposed());
        voter.comeBack();

        requireReleasedInOrder();
        assertThat(room.log().outcome(no.id())).isInstanceOf(LeafOutcome.Refused.class);
    }

    @Test
    void aSignatureThatTakesLongKeepsNoOtherReplicaOut() {
        CountDownLatch answer = new CountDownLatch(1);
        voter.appendSlowlyAfter(2, answer);
        voter.comeBack();
        try (StorageOn other = StorageOn.open(database)) {
            await(voter::appendsSlowly);
            await(() -> isFree(other));
        } finally {
            answer.countDown();
        }

        requireReleasedInOrder();
    }

    @Test
    void aReplicaThatDiesInTheMiddleIsFollowedByAnother() {
        CountDownLatch answer = new CountDownLatch(1);
        voter.appendSlowlyAfter(2, answer);
        voter.comeBack();
        await(voter::appendsSlowly);
        LogRoom dead = room;
        room = LogRoom.open(database, trust, voter, clock);
        answer.countDown();
        dead.vanish();

        requireReleasedInOrder();
    }

    /**
     * What one replica has looked for, had judged and prepared is behind what the other stored.
     *
     * @param turns who has a round, again and again
     */
    @ParameterizedTest
    @ValueSource(strings = {"AB", "AAB", "ABB", "AABB", "AAABB", "AABBB"})
    void whatWasPreparedCountsOnlyBehindTheHeadThatItWasPreparedFor(String turns) {
        room.close();
        voter.comeBack();
        try (LogRoom first = still();
                LogRoom second = still()) {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = false;
                for (int i = 0; i < turns.length(); i++) {
                    goesOn |= (turns.charAt(i) == 'A' ? first : second).sequencer().round();
                }
            }
        } finally {
            room = LogRoom.open(database, trust, voter, clock);
        }

        requireReleasedInOrder();
    }

    private LogRoom still() {
        return LogRoom.still(StorageOn.open(database), trust, voter, clock);
    }

    @Test
    void aReplicaThatStopsInTheMiddleOfATransactionKeepsNobodyOut() throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (StorageOn other = StorageOn.open(database);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LogHead> stopped =
                    threads.submit(
                            () ->
                                    room.storage()
                                            .write(
                                                    connection -> {
                                                        LogHead head =
                                                                Heads.lock(
                                                                        connection,
                                                                        Duration.ofMillis(300));
                                                        locked.countDown();
                                                        awaited(end);
                                                        return head;
                                                    }));
            locked.await();
            await(() -> isFree(other));
            end.countDown();
            assertThatThrownBy(stopped::get).hasCauseInstanceOf(RuntimeException.class);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
