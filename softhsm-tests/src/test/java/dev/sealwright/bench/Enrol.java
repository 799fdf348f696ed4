package dev.sealwright.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Enrolments a second over connections that are kept alive, both requests of each, beside pgbench
 * with the statements that they send, each commit synchronous. What the sequencer does for all of
 * them together is not in the limit.
 */
final class Enrol implements Benchmark {
    private static final int EACH = 24;
    private static final int RUNS = 3;
    private static final int SECONDS = 4;
    private static final int ROWS = 2_000;
    private static final double GOAL = 0.35;

    private static final String FIND =
            """
            SELECT b.id, b.row_id, b.org, b.spec, b.spec_name, b.public_key, b.nbf, b.exp, b.leaf_id, b.minted_by, b.burned_at FROM bootstrap b LEFT JOIN log_released released ON released.id = b.leaf_id WHERE b.id = decode(lpad(to_hex(:key::bigint), 32, '0'), 'hex');
            """;
    private static final String SQL =
            """
            \\set n :n + 1
            \\set key :base + :client_id * 100000 + :n
            SELECT gen_random_uuid() AS sandbox, gen_random_uuid() AS leaf, encode(sha256(int8send(:key::bigint)), 'hex') AS spki \\gset
            """
                    + FIND
                    + FIND
                    + """
            SELECT sandbox FROM host_key WHERE spki = decode(:spki::text, 'hex');
            BEGIN;
            WITH burned AS (UPDATE bootstrap SET burned_at = now() WHERE id = decode(lpad(to_hex(:key::bigint), 32, '0'), 'hex') AND burned_at IS NULL AND nbf <= now() AND exp >= now() RETURNING id, org, spec) INSERT INTO enrolment (sandbox, bootstrap, org, spec, spki, leaf_id, burned_at) SELECT :sandbox::uuid, id, org, spec, decode(:spki::text, 'hex'), :leaf::uuid, now() FROM burned;
            INSERT INTO log_pending (id, org, leaf, state, proposed_at) VALUES (:leaf::uuid, '\\x00112233445566778899aabbccddeeff', decode(repeat('ab', 330), 'hex'), 'waiting', now());
            INSERT INTO host (sandbox, org, spec, spec_name, bootstrap, enrolment_leaf, enrolled_at) VALUES (:sandbox::uuid, '\\x00112233445566778899aabbccddeeff', :leaf::uuid, 'bench', '\\x00112233445566778899aabbccddeeff', :leaf::uuid, now());
            INSERT INTO host_key (spki, sandbox) VALUES (decode(:spki::text, 'hex'), :sandbox::uuid) ON CONFLICT DO NOTHING;
            COMMIT;
            BEGIN;
            UPDATE enrolment SET chain = repeat('ab', 1400) WHERE sandbox = :sandbox::uuid AND chain IS NULL;
            INSERT INTO host_key (spki, sandbox) VALUES (decode(:spki::text, 'hex'), :sandbox::uuid) ON CONFLICT DO NOTHING;
            UPDATE host SET certificate_expires = greatest(coalesce(certificate_expires, now()), now()) WHERE sandbox = :sandbox::uuid;
            SELECT sandbox, bootstrap, org, spec, spki, leaf_id, burned_at, chain FROM enrolment WHERE sandbox = :sandbox::uuid;
            COMMIT;
            """;

    private long rounds;

    @Override
    public String name() {
        return "enrol";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        Enrollees enrollees = new Enrollees(service);
        PgBench limit = new PgBench(service, SQL);
        limit.copyTables(List.of("bootstrap", "enrolment", "host", "host_key", "log_pending"));
        for (int clients : List.of(16, 32)) {
            Rate ours = () -> enrolled(service, enrollees, clients);
            ours.warmUp(service.compilers());
            lines.accept(
                    Pairs.of(RUNS, ours, () -> replayed(service, limit, clients))
                            .line(name() + "/" + clients + "-clients", "enrolments/s")
                            .notedBelow(
                                    GOAL,
                                    "two TLS requests, three signatures verified and one made for each, and the wait"
                                            + " for a batch that is admitted, stored, signed and stored again"));
        }
    }

    private static double enrolled(BenchService service, Enrollees enrollees, int clients)
            throws Exception {
        int count = clients * EACH;
        enrollees.prepare(count);
        try (Connections hosts = Connections.open(clients, service::toHosts)) {
            long began = System.nanoTime();
            hosts.each(
                    connection -> {
                        while (enrollees.enrolNext(connection)) {
                            // until none is left
                        }
                    });
            return count / ((System.nanoTime() - began) / 1e9);
        }
    }

    private double replayed(BenchService service, PgBench limit, int clients)
            throws IOException, SQLException {
        long base = ++rounds * 1_000_000_000L;
        try (Connection database = service.database();
                Statement statement = database.createStatement()) {
            statement.execute(
                    "INSERT INTO raw_limit.bootstrap (id, row_id, org, spec, spec_name, public_key, nbf, exp, leaf_id,"
                            + " minted_by) SELECT decode(lpad(to_hex("
                            + base
                            + " + c * 100000 + n), 32, '0'), 'hex'), gen_random_uuid(),"
                            + " '\\x00112233445566778899aabbccddeeff', gen_random_uuid(), 'bench',"
                            + " decode(repeat('ab', 32), 'hex'), now() - interval '1 hour', now() + interval '1 hour',"
                            + " gen_random_uuid(), 'bench' FROM generate_series(0, "
                            + (clients - 1)
                            + ") c, generate_series(1, "
                            + ROWS
                            + ") n");
            statement.execute("ANALYZE raw_limit.bootstrap");
        }
        return limit.perSecond(clients, SECONDS, "--define=n=0", "--define=base=" + base);
    }
}
