package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Signatures a second through the key backend, beside the same calls in C. */
final class HsmSign implements Benchmark {
    private static final int FEW = 8;
    private static final int MANY = 64;
    private static final int RUNS = 7;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final BenchToken token;

    HsmSign(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-sign";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            variants(backend, "ed25519", KeyAlgorithm.ED25519, 48, lines);
            variants(backend, "p256", KeyAlgorithm.EC_P256, 32, lines);
        }
    }

    private void variants(
            KeyBackend backend,
            String mechanism,
            KeyAlgorithm algorithm,
            int size,
            Consumer<Line> lines)
            throws Exception {
        String label = "sign-" + mechanism;
        KeyHandle key = BenchToken.generate(backend, label, algorithm);
        Bytes input = Bytes.zeros(size);
        try (RawLimit limit = RawLimit.calls(token, label, mechanism)) {
            for (int callers : List.of(FEW, MANY)) {
                Rate ours = () -> Callers.perSecond(callers, ROUND, () -> backend.sign(key, input));
                ours.warmUp(Compilers.here());
                limit.perSecond(ROUND);
                lines.accept(
                        Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND))
                                .line(
                                        name() + "/" + mechanism + "/" + callers + "-callers",
                                        "signatures/s")
                                .notedBelow(BenchToken.GOAL, BenchToken.WHERE_TIME_GOES));
            }
        }
    }
}
