package dev.sealwright.bench;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Changes a second that are answered with their receipt, over HTTPS from 256 callers, beside
 * pgbench with the statements that one such request sends. What the sequencer does for all of them
 * together is not in the limit. Then how long the slowest hundredth takes at half of that rate, and
 * at half of the one that is wanted.
 */
final class Receipts implements Benchmark {
    private static final int CALLERS = 256;
    private static final int CONNECTIONS = 20;
    private static final int RUNS = 3;
    private static final int SECONDS = 4;
    private static final double GOAL = 0.7;
    private static final double SIGNATURES_GOAL = 0.02;

    /** ms that the slowest hundredth takes at half the rate. */
    private static final double SLOWEST_GOAL = 50;

    private static final Duration OPEN = Duration.ofSeconds(4);

    /** Of which the one in the middle counts: a pause of the machine is in one of them. */
    private static final int OPEN_ROUNDS = 5;

    private static final String SQL =
            """
            SELECT gen_random_uuid() AS row, gen_random_uuid() AS leaf \\gset
            SELECT r.* FROM record_row w CROSS JOIN LATERAL (SELECT leaf_id, row_id, version, org, state, document, salt FROM record WHERE row_id = w.id ORDER BY version DESC LIMIT 2) r WHERE w.kind = 'policy' AND w.scope = '\\x00112233445566778899aabbccddeeff' AND w.name = :row::text ORDER BY r.version DESC;
            BEGIN;
            INSERT INTO record_row (id, kind, scope, name) VALUES (:row::uuid, 'policy', '\\x00112233445566778899aabbccddeeff', :row::text) ON CONFLICT DO NOTHING;
            WITH actor AS (INSERT INTO log_actor (leaf_id, actor) VALUES (:leaf::uuid, 'first-admin')) INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (:leaf::uuid, '\\x00112233445566778899aabbccddeeff', decode(repeat('ab', 130), 'hex'), 'waiting', now());
            INSERT INTO record (leaf_id, row_id, version, org, state, document, salt, lookup, created_at) VALUES (:leaf::uuid, :row::uuid, 1, '\\x00112233445566778899aabbccddeeff', 'set', decode(repeat('ab', 300), 'hex'), '\\x00112233445566778899aabbccddeeff', NULL, now());
            COMMIT;
            """;

    private final AtomicLong names = new AtomicLong();

    @Override
    public String name() {
        return "receipts";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        service.put("/v1/orgs/bench", "{\"display_name\":\"Bench\"}");
        PgBench limit = new PgBench(service, SQL);
        limit.copyTables(List.of("record_row", "record", "log_pending", "log_actor"));
        try (Connection database = service.database();
                Connections people = Connections.open(CALLERS, service::toPeople)) {
            Rate ours =
                    () ->
                            people.perSecond(
                                    Duration.ofSeconds(SECONDS),
                                    connection -> change(service, connection));
            ours.warmUp(service.compilers());
            LogGrowth before = LogGrowth.now(database);
            Line line =
                    Pairs.of(RUNS, ours, () -> limit.perSecond(CONNECTIONS, SECONDS))
                            .line(name(), "receipts/s");
            LogGrowth grown = LogGrowth.now(database).since(before);
            lines.accept(
                    line.notedBelow(
                            GOAL,
                            "a request also takes TLS, JSON and two reads of its own, and waits for a batch that is admitted,"
                                    + " stored, signed and stored again"));
            lines.accept(signatures(grown));
            lines.accept(latency("/p99", service, database, people, line.value() / 2));
            double wanted = GOAL * line.limit().orElseThrow();
            lines.accept(latency("/p99-of-goal", service, database, people, wanted / 2));
        }
    }

    private void change(BenchService service, BenchConnection people) throws IOException {
        people.put(
                "/v1/orgs/bench/policies/p" + names.incrementAndGet(),
                service.authorization(),
                "{}");
    }

    /** At this rate, whether or not earlier changes were answered. */
    private Line latency(
            String what, BenchService service, Connection database, Connections people, double half)
            throws Exception {
        BlockingQueue<BenchConnection> idle = new LinkedBlockingQueue<>(people.all());
        Callers.Task call =
                () -> {
                    BenchConnection mine = idle.take();
                    change(service, mine);
                    idle.add(mine);
                };
        Rate open = () -> 1e6 / OpenLoop.of(half, OPEN, call).microseconds(0.5);
        open.warmUp(service.compilers());
        BenchService.settle(database);
        List<Slowness> rounds = new ArrayList<>();
        for (int round = 0; round < OPEN_ROUNDS; round++) {
            rounds.add(Slowness.of(OpenLoop.of(half, OPEN, call)));
        }
        rounds.sort(Comparator.comparingDouble(Slowness::slow));
        Slowness typical = rounds.get(OPEN_ROUNDS / 2);
        return new Line(
                        name() + what,
                        typical.slow() / 1e3,
                        "ms",
                        OptionalDouble.of(typical.middle() / 1e3),
                        OptionalDouble.of(typical.ratio()),
                        OPEN_ROUNDS,
                        rounds.getFirst().slow() / 1e3,
                        rounds.getLast().slow() / 1e3)
                .notedAbove(
                        SLOWEST_GOAL,
                        "a change waits for the round before its own, and for the processors that the load shares");
    }

    private Line signatures(LogGrowth grown) {
        double each = (double) grown.signatures() / grown.leaves();
        return new Line(
                        name() + "/hsm-signatures-a-leaf",
                        each,
                        "signatures/leaf",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        1,
                        each,
                        each)
                .notedAbove(SIGNATURES_GOAL, "fewer leaves arrived during a round than 50");
    }
}
