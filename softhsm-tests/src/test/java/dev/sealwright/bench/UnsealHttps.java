package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Secrets opened a second over HTTPS by 32 clients, each with its leaf in the log before the value
 * leaves, beside bare AES-256-GCM decryptions in C.
 */
final class UnsealHttps implements Benchmark {
    private static final int CLIENTS = 32;
    private static final int RUNS = 3;
    private static final double GOAL = 0.15;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration LIMIT_ROUND = Duration.ofSeconds(1);
    private static final String LABEL = "unseal-limit";

    private final BenchToken token;

    UnsealHttps(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "unseal-https";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        secret(service);
        try (KeyBackend backend = token.open()) {
            BenchToken.generate(backend, LABEL, KeyAlgorithm.AES_256);
        }
        try (RawLimit limit = RawLimit.calls(token, LABEL, "gcm-decrypt");
                Connections people = Connections.open(CLIENTS, service::toPeople)) {
            Rate ours = () -> people.perSecond(ROUND, connection -> unseal(service, connection));
            ours.warmUp(service.compilers());
            limit.perSecond(LIMIT_ROUND);
            lines.accept(
                    Pairs.of(RUNS, ours, () -> limit.perSecond(LIMIT_ROUND))
                            .line(name(), "values/s")
                            .notedBelow(
                                    GOAL,
                                    "each is a TLS request and a leaf that is admitted, stored, signed and stored again"
                                            + " before the token is asked"));
        }
    }

    /** Opened by whom a role binding of the caller's own organisation lets. */
    private static void secret(BenchService service) throws Exception {
        service.put(
                "/v1/orgs/platform/role-bindings/bench",
                "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_unseal\":[\"bench\"]}");
        service.put("/v1/orgs/platform/secrets/bench", "{\"description\":\"Bench\"}");
        try (BenchConnection people = service.toPeople()) {
            people.post(
                    "/v1/orgs/platform/secrets/bench/versions",
                    service.authorization(),
                    "{\"value\":\"Y29ycmVjdCBob3JzZQ\"}");
        }
    }

    private static void unseal(BenchService service, BenchConnection people) throws Exception {
        people.post(
                "/v1/orgs/platform/secrets/bench/versions/1/unseal", service.authorization(), "{}");
    }
}
