package dev.sealwright.controlplane.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.storage.DatabaseUnavailableException;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole replicas with their threads and leases, running freely against each other, some of which
 * lose their database without a word, while clients append and read through all of them; at each of
 * the database's isolation levels that people make the default.
 */
class RacesTest {
    private static final Bytes ORG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
    private static final int REPLICAS = 3;
    private static final int CLIENTS = 6;
    private static final int EVENTS = Integer.getInteger("sealwright.races", 40);
    private static final int CRASHES = 4;
    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);

    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final TestTrust trust = new TestTrust(clock.instant());
    private final SoftwareVoter voter = new SoftwareVoter(trust);
    private final Postgres database = StorageOn.database();
    private final History history = new History();
    private final AtomicReferenceArray<LogRoom> rooms = new AtomicReferenceArray<>(REPLICAS);

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "serializable"})
    void oneLogComesOfIt(String isolation) throws Exception {
        isolate(isolation);
        for (int i = 0; i < REPLICAS; i++) {
            rooms.set(i, open());
        }
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(people.submit(() -> live(number)));
            }
            crash(new SplittableRandom(SEED), clients);
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(history.appends()).hasSize(CLIENTS * EVENTS);
            assertThat(history.faults(log())).isEmpty();
            assertThat(rooms.get(0).integrity().check().findings()).isEmpty();
        } finally {
            for (int i = 0; i < REPLICAS; i++) {
                rooms.get(i).close();
            }
            database.afterAll(null);
        }
    }

    private void isolate(String level) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET"
                            + " default_transaction_isolation = %L', current_database(), '"
                            + level
                            + "'); END $$");
        }
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW transaction_isolation")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(level);
        }
    }

    private LogRoom open() {
        return LogRoom.open(database, trust, voter, clock);
    }

    /** Now and then a replica loses its database, and another takes its place. */
    private void crash(SplittableRandom random, List<Future<?>> clients) {
        for (int i = 0; i < CRASHES; i++) {
            long next = (long) (i + 1) * CLIENTS * EVENTS / (CRASHES + 1);
            while (history.appends().size() < next && clients.stream().noneMatch(Future::isDone)) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            int victim = random.nextInt(REPLICAS);
            LogRoom gone = rooms.getAndSet(victim, open());
            gone.vanish();
        }
    }

    private void live(int client) {
        var random = new SplittableRandom(SEED + client);
        for (int i = 0; i < EVENTS; i++) {
            UUID id = new UUID(0x7000L + client, 0x8000_0000_0000_0000L + i);
            long asked = history.now();
            history.acknowledged(id, asked, appended(random, id));
            long reading = history.now();
            try {
                history.read(reading, any(random).storage().read(Heads::signed).orElseThrow());
            } catch (DatabaseUnavailableException e) {
                // It reads again after its next event.
            }
        }
    }

    /** As a request that is sent again, to whichever replica, until it is answered. */
    private LeafOutcome.Released appended(SplittableRandom random, UUID id) {
        while (true) {
            LogRoom room = any(random);
            try {
                if (room.log().outcome(id) instanceof LeafOutcome.Unknown) {
                    LeafRef ref = room.storage().write(c -> LogRoom.happened(room.log(), id, ORG));
                    return room.log().await(ref);
                }
                return room.log().awaitById(id);
            } catch (DatabaseUnavailableException | LogUnavailableException e) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            } catch (StorageException e) {
                assertThat(e.state()).isIn("23505", "40001", "40P01");
            }
        }
    }

    private LogRoom any(SplittableRandom random) {
        return rooms.get(random.nextInt(REPLICAS));
    }

    private List<UUID> log() {
        return rooms.get(0)
                .storage()
                .read(
                        c ->
                                Sql.of(c, "SELECT id FROM log_entry ORDER BY index")
                                        .list(row -> row.uuid("id")));
    }
}
