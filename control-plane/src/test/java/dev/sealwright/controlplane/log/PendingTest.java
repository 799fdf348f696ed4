package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.testkit.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue, where the database has last seen its table empty. */
final class PendingTest {
    private static final int WAITING = 3_000;
    private static final int BATCH = 100;

    private final Postgres database = StorageOn.database();
    private final StorageOn storage = StorageOn.open(database);

    @BeforeEach
    void fillWhatWasEmpty() throws SQLException {
        queueUp();
        storage.storage()
                .write(
                        c -> {
                            refuseLast(c);
                            return Sql.of(c, "DELETE FROM log_pending WHERE state = 'waiting'")
                                    .update();
                        });
        try (Connection connection = storage.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE log_pending");
        }
        queueUp();
    }

    /** It stays, and with it the table's pages. */
    private static void refuseLast(Connection connection) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE log_pending SET state = 'refused', refusal_code = 'quota'"
                                + " WHERE position = (SELECT max(position) FROM log_pending)")
                .update();
    }

    private void queueUp() {
        storage.storage()
                .write(
                        c ->
                                Sql.of(
                                                c,
                                                "INSERT INTO log_pending (id, org, leaf, state, proposed_at)"
                                                        + " SELECT gen_random_uuid(), decode(repeat('0a', 16), 'hex'),"
                                                        + " decode(repeat('ab', 200), 'hex'), 'waiting', now()"
                                                        + " FROM generate_series(1, ?)")
                                        .with(WAITING)
                                        .update());
    }

    @AfterEach
    void close() {
        storage.close();
        database.afterAll(null);
    }

    private List<PendingLeaf> first(Connection connection) throws SQLException {
        return Pending.open(connection, QueueStart.FIRST, Set.of(), BATCH).leaves();
    }

    /** How many rows of the queue this connection has looked at. */
    private static long read(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows"
                                + " FROM pg_stat_xact_user_tables WHERE relname = 'log_pending'")
                .first(row -> row.number("rows"))
                .orElse(0L);
    }

    @FunctionalInterface
    private interface Use {
        void of(Connection connection, List<PendingLeaf> leaves) throws SQLException;
    }

    private long readBy(Use use) {
        return storage.storage()
                .write(
                        c -> {
                            long before = read(c);
                            use.of(c, first(c));
                            return read(c) - before;
                        });
    }

    @Test
    void aBatchIsFoundAndTakenWithoutALookAtAllThatWaits() {
        assertThat(
                        readBy(
                                (c, leaves) ->
                                        assertThat(Pending.taking(c, leaves).update())
                                                .isEqualTo(BATCH)))
                .isBetween(2L * BATCH, 3L * BATCH);
    }

    @Test
    void aBatchKeepsItsPlaceWithoutALookAtAllThatWaits() {
        assertThat(readBy(Pending::admit)).isBetween(2L * BATCH, 3L * BATCH);
        assertThat(storage.storage().<List<PendingLeaf>>read(this::first))
                .allMatch(PendingLeaf::admitted);
    }

    @Test
    void onlyThoseThatAreMeantAreTaken() {
        List<UUID> wanted = new ArrayList<>();
        List<UUID> others = new ArrayList<>();
        storage.storage()
                .write(
                        c -> {
                            List<PendingLeaf> leaves = first(c);
                            List<PendingLeaf> everyThird = new ArrayList<>();
                            for (int i = 0; i < leaves.size(); i++) {
                                if (i % 3 == 0) {
                                    everyThird.add(leaves.get(i));
                                    wanted.add(leaves.get(i).id());
                                } else {
                                    others.add(leaves.get(i).id());
                                }
                            }
                            assertThat(Pending.left(c, everyThird))
                                    .containsExactlyInAnyOrderElementsOf(wanted);
                            assertThat(Pending.taking(c, everyThird).update())
                                    .isEqualTo(wanted.size());
                            assertThat(Pending.left(c, everyThird)).isEmpty();
                            assertThat(Pending.left(c, leaves))
                                    .hasSize(leaves.size() - wanted.size());
                            return wanted.size();
                        });

        Function<List<PendingLeaf>, List<UUID>> ids =
                leaves -> leaves.stream().map(PendingLeaf::id).toList();
        assertThat(ids.apply(storage.storage().read(this::first)))
                .startsWith(others.toArray(UUID[]::new));
        assertThat(storage.storage().<Long>read(Pending::depth)).isEqualTo(WAITING - wanted.size());
    }
}
