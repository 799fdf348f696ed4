package dev.sealwright.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Signatures of an organisation's keys a second, over HTTPS: each with a leaf of its own in the
 * log, signed and stored before the answer.
 */
final class ClientSignatures implements Benchmark {
    private static final int RUNS = 3;
    private static final int SECONDS = 4;
    private static final List<Integer> CALLERS = List.of(1, 32, 256);
    private static final String BODY =
            "{\"message_sha256\":\"ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0\"}";

    @Override
    public String name() {
        return "client-signatures";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        service.put(
                "/v1/orgs/platform/role-bindings/bench-signs",
                "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_sign\":[\"bench\"]}");
        service.put("/v1/orgs/platform/keys/bench", "{\"algorithm\":\"ES256\"}");
        Rate warm = () -> measured(service, 32);
        warm.warmUp(service.compilers());
        for (int callers : CALLERS) {
            List<Double> runs = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                runs.add(measured(service, callers));
            }
            lines.accept(line(callers, runs.stream().sorted().toList()));
        }
    }

    private Line line(int callers, List<Double> sorted) {
        return new Line(
                name() + "/" + callers + "-callers",
                sorted.get(RUNS / 2),
                "signatures/s",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                RUNS,
                sorted.getFirst(),
                sorted.getLast());
    }

    private static double measured(BenchService service, int callers) throws Exception {
        try (Connections people = Connections.open(callers, service::toPeople)) {
            return people.perSecond(
                    Duration.ofSeconds(SECONDS), connection -> sign(service, connection));
        }
    }

    private static void sign(BenchService service, BenchConnection people) throws IOException {
        people.post("/v1/orgs/platform/keys/bench/signatures", service.authorization(), BODY);
    }
}
