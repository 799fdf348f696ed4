package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signatures of an organisation's keys a second over HTTPS by 32 clients, each with its leaf in the
 * log before it is made, beside bare signatures in C.
 */
final class SignHttps implements Benchmark {
    private static final int CLIENTS = 32;
    private static final int RUNS = 3;
    private static final double GOAL = 0.30;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration LIMIT_ROUND = Duration.ofSeconds(1);

    private final BenchToken token;

    SignHttps(BenchToken token) {
        this.token = token;
    }

    /**
     * How one algorithm is asked for, here and in C.
     *
     * @param message what is signed, as the request says it
     */
    private record Variant(String name, KeyAlgorithm algorithm, String jose, String message) {}

    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant(
                            "ed25519",
                            KeyAlgorithm.ED25519,
                            "Ed25519",
                            "{\"message\":\"Y29ycmVjdCBob3JzZQ\"}"),
                    new Variant(
                            "p256",
                            KeyAlgorithm.EC_P256,
                            "ES256",
                            "{\"message_sha256\":\"ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0\"}"));

    @Override
    public String name() {
        return "sign-https";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        BenchService service = BenchService.running();
        try (KeyBackend backend = token.open()) {
            for (Variant variant : VARIANTS) {
                BenchToken.generate(backend, label(variant), variant.algorithm());
            }
        }
        for (Variant variant : VARIANTS) {
            lines.accept(measured(service, variant));
        }
    }

    private static String label(Variant variant) {
        return "sign-limit-" + variant.name();
    }

    private Line measured(BenchService service, Variant variant) throws Exception {
        String key = "bench-" + variant.name();
        service.put("/v1/orgs/platform/keys/" + key, "{\"algorithm\":\"" + variant.jose() + "\"}");
        service.put(
                "/v1/orgs/platform/role-bindings/" + key,
                "{\"user\":\"first-admin\",\"role\":\"DEVELOPER\",\"may_sign\":[\"" + key + "\"]}");
        String path = "/v1/orgs/platform/keys/" + key + "/signatures";
        try (RawLimit limit = RawLimit.calls(token, label(variant), variant.name());
                Connections people = Connections.open(CLIENTS, service::toPeople)) {
            Rate ours =
                    () ->
                            people.perSecond(
                                    ROUND,
                                    connection ->
                                            connection.post(
                                                    path,
                                                    service.authorization(),
                                                    variant.message()));
            ours.warmUp(service.compilers());
            limit.perSecond(LIMIT_ROUND);
            return Pairs.of(RUNS, ours, () -> limit.perSecond(LIMIT_ROUND))
                    .line(name() + "/" + variant.name(), "signatures/s")
                    .notedBelow(
                            GOAL,
                            "each is a TLS request and a leaf that is admitted, stored, signed and stored"
                                    + " again before the token is asked, and the signature is verified");
        }
    }
}
