package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two control planes under load; the one that sequences dies (-9) at random moments, or is stopped.
 * The other goes on, and what was acknowledged by either is in the one log, once.
 */
final class KilledLeaderTest {
    /** More of them make a longer test: {@code -Dsealwright.kills=20}. */
    private static final int KILLS = Integer.getInteger("sealwright.kills", 2);

    private static final long SEED = Long.getLong("sealwright.seed", 20_261_126);

    @TempDir private static Path folder;
    private static Deployment deployment;
    private static List<Replica> replicas = List.of();

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);

    @BeforeAll
    static void twoReplicas() throws Exception {
        deployment = Requirements.deployment(Files.createDirectory(folder.resolve("service")));
        deployment.start();
        replicas = List.of(deployment.first(), deployment.replica("second"));
        replicas.getLast().start();
        new Cli(Files.createDirectory(folder.resolve("people"))).settleIn(deployment);
    }

    @AfterAll
    static void stop() {
        replicas.stream().skip(1).forEach(Replica::close);
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void whoeverDiesTheOtherGoesOnAndNothingIsLostOrDoubled(TestReporter reporter)
            throws Exception {
        var random = new SplittableRandom(SEED);
        List<Long> takeovers = new ArrayList<>();
        try (Connection database =
                        deployment.postgres().dataSource(Deployment.DATABASE).getConnection();
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                Replica near = replicas.get(i % 2);
                Cli[] doors = {door(near, i), door(other(near), i)};
                load.add(people.submit(() -> change(doors, number)));
            }
            for (int i = 0; i < KILLS; i++) {
                Soak.pause(Duration.ofMillis(random.nextInt(200, 2000)));
                takeovers.add(killTheLeader(database, reporter));
            }
            long handOver = stopTheLeader(database, people);
            reporter.publishEntry("takeovers after kill -9, ms", takeovers.toString());
            reporter.publishEntry("takeover after a stop, ms", Long.toString(handOver));
            goesOn.set(false);
            for (Future<?> each : load) {
                each.get();
            }
        }

        var cli = new Cli(folder.resolve("people"));
        var log = VerifiedLog.of(cli, deployment, folder.resolve("mirror"));
        assertThat(acknowledged.get()).isPositive();
        // What a dying service did not answer may have been done, and is done again.
        assertThat(log.specs()).isGreaterThanOrEqualTo(acknowledged.get());
        assertThat(log.doubles()).isEmpty();
        cli.operator("audit", "integrity").orFail();
    }

    /** Changes a spec again and again; what fails for now is asked of the other replica. */
    private void change(Cli[] doors, int number) {
        for (int i = 0; goesOn.get(); i++) {
            Cli.Ran ran = doors[0].describe("spec-" + number, "change " + i);
            for (int again = 1; !ran.done() && again < 200; again++) {
                assertThat(ran.mayComeLater() || isOnItsWay(ran)).as(ran.err()).isTrue();
                Soak.pause(Duration.ofMillis(100));
                ran = doors[again % 2].describe("spec-" + number, "change " + i);
            }
            ran.orFail();
            acknowledged.incrementAndGet();
        }
    }

    /** The change that died unanswered is being logged still. */
    private static boolean isOnItsWay(Cli.Ran ran) {
        return ran.err().contains("on its way into the log");
    }

    private static Cli door(Replica replica, int number) {
        try {
            var cli = new Cli(Files.createDirectory(folder.resolve(replica.name() + "-" + number)));
            cli.logIn(deployment, replica.address());
            return cli;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Replica other(Replica replica) {
        return replicas.get(replica.name().equals(replicas.getFirst().name()) ? 1 : 0);
    }

    private long killTheLeader(Connection database, TestReporter reporter) throws SQLException {
        Replica leader = leader(database);
        long before = acknowledged.get();
        leader.program().kill();
        long killed = System.nanoTime();
        awaitLeader(database, other(leader));
        long taken = Duration.ofNanos(System.nanoTime() - killed).toMillis();
        Gate.await(() -> acknowledged.get() > before);
        reporter.publishEntry(
                "first answer after kill -9, ms",
                Long.toString(Duration.ofNanos(System.nanoTime() - killed).toMillis()));
        leader.start();
        return taken;
    }

    /** How long nobody leads when the leader is stopped as an administrator does. */
    private static long stopTheLeader(Connection database, ExecutorService other) throws Exception {
        Replica leader = leader(database);
        Replica next = other(leader);
        Future<?> stopping = other.submit(leader.program()::close);
        AtomicLong last = new AtomicLong(System.nanoTime());
        Gate.await(
                () -> {
                    String name = holder(database);
                    if (name.equals(leader.name())) {
                        last.set(System.nanoTime());
                    }
                    return name.equals(next.name());
                });
        long silent = Duration.ofNanos(System.nanoTime() - last.get()).toMillis();
        stopping.get();
        leader.start();
        return silent;
    }

    private static Replica leader(Connection database) throws SQLException {
        Gate.await(() -> !holder(database).isEmpty());
        String name = holder(database);
        return replicas.getFirst().name().equals(name) ? replicas.getFirst() : replicas.getLast();
    }

    private static void awaitLeader(Connection database, Replica expected) {
        Gate.await(() -> holder(database).equals(expected.name()));
    }

    /** Who leads, by the database; nothing when nobody does. */
    private static String holder(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name FROM log_lease WHERE expires > clock_timestamp()")) {
            return rows.next() ? rows.getString("name") : "";
        }
    }
}
