package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.function.Consumer;

/** Signatures a second through the key backend, eight callers, beside the same calls in C. */
final class HsmSign implements Benchmark {
    private static final int CALLERS = 8;
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
            lines.accept(variant(backend, "ed25519", KeyAlgorithm.ED25519, 48));
            lines.accept(variant(backend, "p256", KeyAlgorithm.EC_P256, 32));
        }
    }

    private Line variant(KeyBackend backend, String mechanism, KeyAlgorithm algorithm, int size)
            throws Exception {
        String label = "sign-" + mechanism;
        KeyHandle key = BenchToken.generate(backend, label, algorithm);
        Bytes input = Bytes.zeros(size);
        try (RawLimit limit = new RawLimit(token, label, mechanism)) {
            Rate ours = () -> Callers.perSecond(CALLERS, ROUND, () -> backend.sign(key, input));
            ours.measure();
            limit.perSecond(ROUND);
            return Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND))
                    .line(name() + "/" + mechanism, "signatures/s");
        }
    }
}
