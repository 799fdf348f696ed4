package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leaves that are the whole change, committed together. */
class SharedCommitsTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final Bytes DETAIL = Bytes.utf8("{\"what\":\"detail\"}");
    private static final LeafBody BODY =
            new LeafBody.Event(EventKind.SERVER_STARTED, EventOutcome.SUCCESS, Bytes.zeros(32));
    private static final int CHANGES = 48;

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final Postgres database = StorageOn.database();
    private final CountedTransactions counted = new CountedTransactions();
    private final StorageOn storage = StorageOn.open(database, counted::around);
    private final Proposals proposals =
            new Proposals(new Ids(clock, new SecureRandom()), clock, new SecureRandom());
    private final List<Integer> statements = new CopyOnWriteArrayList<>();
    private LogRoom room;
    private SharedCommits commits;

    @BeforeEach
    void open() {
        begin();
        room = LogRoom.still(storage, trust, new SoftwareVoter(trust), clock);
        commits = room.commits();
    }

    @AfterEach
    void close() {
        room.close();
        database.afterAll(null);
    }

    /** The first leaves wait no more once a later one is released. */
    private void begin() {
        try (LogRoom begun = LogRoom.open(database, trust, new SoftwareVoter(trust), clock)) {
            Log log = begun.log();
            log.await(begun.storage().write(_ -> log.propose(ORG, BODY)));
        }
    }

    private Proposal change(UUID id) {
        return proposals.with(
                id,
                ORG,
                DETAIL,
                digest ->
                        new LeafBody.Event(EventKind.SERVER_STARTED, EventOutcome.SUCCESS, digest));
    }

    private Proposal change() {
        AtomicReference<Proposal> made = new AtomicReference<>();
        Actor.as("user:platform/test", () -> made.set(change(proposals.fresh())));
        return made.get();
    }

    /** All of them at once: the first is held up until the last waits. */
    private List<FutureTask<UUID>> together(List<Proposal> changes) {
        return atOnce(
                changes.stream()
                        .<Callable<UUID>>map(change -> () -> this.commits.commit(change))
                        .toList());
    }

    private List<FutureTask<UUID>> atOnce(List<Callable<UUID>> changes) {
        counted.hold();
        List<FutureTask<UUID>> commits = new ArrayList<>();
        for (Callable<UUID> change : changes) {
            FutureTask<UUID> commit = new FutureTask<>(change);
            Thread thread = Thread.ofPlatform().daemon().start(commit);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            commits.add(commit);
        }
        counted.letGo();
        return commits;
    }

    private List<UUID> stored(String table, String column) {
        return storage.storage()
                .read(
                        connection ->
                                Sql.of(connection, "SELECT " + column + " AS id FROM " + table)
                                        .list(row -> row.uuid("id")));
    }

    @Test
    void whatComesDuringACommitSharesTheNext() throws Exception {
        List<Proposal> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changes.add(change());
        }
        int before = counted.count();
        List<UUID> committed = new ArrayList<>();
        for (FutureTask<UUID> commit : together(changes)) {
            committed.add(commit.get());
        }

        assertThat(counted.count() - before).isEqualTo(2);
        List<UUID> ids = changes.stream().map(change -> change.ref().id()).toList();
        assertThat(committed).isEqualTo(ids);
        assertThat(stored("log_pending", "id")).containsAll(ids);
        assertThat(stored("log_actor", "leaf_id")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(stored("log_event_detail", "leaf_id")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void oneThatCannotBeStoredFailsAlone() throws Exception {
        Proposal there = change();
        commits.commit(there);
        List<Proposal> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changes.add(i == CHANGES / 2 ? change(there.ref().id()) : change());
        }
        List<FutureTask<UUID>> commits = together(changes);

        for (int i = 0; i < CHANGES; i++) {
            FutureTask<UUID> commit = commits.get(i);
            if (i == CHANGES / 2) {
                assertThatThrownBy(commit::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StorageException.class);
            } else {
                UUID committed = commit.get();
                assertThat(stored("log_pending", "id")).contains(committed);
            }
        }
        assertThat(stored("log_pending", "id")).doesNotHaveDuplicates();
    }

    /** Rows of one kind, each with a leaf; their keys must differ. */
    private SharedChanges<Integer> rows() {
        storage.storage()
                .write(
                        connection ->
                                Sql.of(connection, "CREATE TABLE beside (key bigint PRIMARY KEY)")
                                        .update());
        return new SharedChanges<>(
                proposals,
                commits,
                (connection, keys) -> {
                    statements.add(keys.size());
                    Sql.of(connection, "INSERT INTO beside SELECT * FROM unnest(?::bigint[])")
                            .withLongs(keys.stream().map(Integer::longValue).toList())
                            .update();
                });
    }

    private Callable<UUID> change(SharedChanges<Integer> rows, int key) {
        return () -> {
            UUID id = proposals.fresh();
            rows.commit(id, ORG, BODY, key);
            return id;
        };
    }

    private List<Long> keys() {
        return storage.storage()
                .read(
                        connection ->
                                Sql.of(connection, "SELECT key FROM beside ORDER BY key")
                                        .list(row -> row.number("key")));
    }

    @Test
    void rowsAreStoredWithTheirLeavesManyAtATime() throws Exception {
        SharedChanges<Integer> rows = rows();
        List<Callable<UUID>> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changes.add(change(rows, i));
        }
        int before = counted.count();
        for (FutureTask<UUID> commit : atOnce(changes)) {
            UUID committed = commit.get();
            assertThat(stored("log_pending", "id")).contains(committed);
        }

        assertThat(statements).containsExactly(1, CHANGES - 1);
        assertThat(counted.count() - before - CHANGES).isEqualTo(2);
        assertThat(keys()).hasSize(CHANGES);
    }

    @Test
    void aRowThatCannotBeStoredTakesItsOwnLeafAlongAndNoOther() throws Exception {
        SharedChanges<Integer> rows = rows();
        List<Callable<UUID>> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            changes.add(change(rows, i == CHANGES / 2 ? 0 : i));
        }
        int pending = stored("log_pending", "id").size();
        List<FutureTask<UUID>> commits = atOnce(changes);

        for (int i = 0; i < CHANGES; i++) {
            FutureTask<UUID> commit = commits.get(i);
            if (i == CHANGES / 2) {
                assertThatThrownBy(commit::get).hasCauseInstanceOf(StorageException.class);
            } else {
                UUID committed = commit.get();
                assertThat(stored("log_pending", "id")).contains(committed);
            }
        }
        assertThat(stored("log_pending", "id")).hasSize(pending + CHANGES - 1);
        assertThat(keys()).hasSize(CHANGES - 1).doesNotContain((long) CHANGES / 2);
    }

    @Test
    void whatBreaksOffLeavesNobodyWaiting() throws Exception {
        SharedChanges<Integer> rows =
                new SharedChanges<>(
                        proposals,
                        commits,
                        (_, _) -> {
                            throw new AssertionError("the machine is out of something");
                        });
        for (FutureTask<UUID> commit :
                atOnce(List.of(change(rows, 0), change(rows, 1), change(rows, 2)))) {
            assertThatThrownBy(commit::get).isInstanceOf(ExecutionException.class);
        }
        assertThat(stored("log_pending", "id")).isEmpty();
    }

    @Test
    void insideATransactionItIsRefused() {
        assertThatThrownBy(() -> storage.storage().write(connection -> commits.commit(change())))
                .isInstanceOf(IllegalStateException.class);
    }
}
