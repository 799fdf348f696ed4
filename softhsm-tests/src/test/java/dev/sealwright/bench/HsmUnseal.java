package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** AES-256-GCM decryptions of 48 bytes a second, beside the same calls in C. */
final class HsmUnseal implements Benchmark {
    private static final int FEW = 8;
    private static final int MANY = 64;
    private static final int RUNS = 7;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final String LABEL = "unseal";

    private final BenchToken token;

    HsmUnseal(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-unseal";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            KeyHandle key = BenchToken.generate(backend, LABEL, KeyAlgorithm.AES_256);
            Bytes aad = Bytes.zeros(40);
            GcmSealed sealed = backend.encrypt(key, aad, Bytes.zeros(48));
            Runnable unseal =
                    () -> backend.decrypt(key, sealed.iv(), aad, sealed.ciphertextAndTag());
            try (RawLimit limit = RawLimit.calls(token, LABEL, "gcm-decrypt")) {
                for (int callers : List.of(FEW, MANY)) {
                    Rate ours = () -> Callers.perSecond(callers, ROUND, unseal);
                    ours.warmUp(Compilers.here());
                    limit.perSecond(ROUND);
                    lines.accept(
                            Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND))
                                    .line(name() + "/" + callers + "-callers", "decryptions/s")
                                    .notedBelow(BenchToken.GOAL, BenchToken.WHERE_TIME_GOES));
                }
            }
        }
    }
}
