package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.ResidentMemory;
import java.time.Duration;
import java.util.function.Consumer;

/** The memory that this process takes more for 64 sessions that all have signed than for one. */
final class HsmSessions implements Benchmark {
    private static final int SESSIONS = 64;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final String LABEL = "sessions";

    private final BenchToken token;

    HsmSessions(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-sessions";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        long one = resident(token.withSessions(1), true);
        long many = resident(token.withSessions(SESSIONS), false);
        lines.accept(Line.single(name() + "/memory", (many - one) / 1024.0, "MiB"));
    }

    private static long resident(BenchToken token, boolean first) throws Exception {
        try (KeyBackend backend = token.open()) {
            if (first) {
                BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
            }
            KeyHandle key = backend.find(new KeyLabel(LABEL), KeyAlgorithm.ED25519);
            Callers.perSecond(2 * SESSIONS, ROUND, () -> backend.sign(key, Bytes.zeros(48)));
            System.gc();
            return ResidentMemory.kib(ProcessHandle.current().pid());
        }
    }
}
