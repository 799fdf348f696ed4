package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How long Ed25519 signatures take when they are asked for at half the rate that the backend
 * reaches, whether or not the earlier ones are done: the hundredth that takes longest beside the
 * one in the middle. The time of each counts from when it was due.
 */
final class HsmLatency implements Benchmark {
    private static final int CALLERS = 64;
    private static final double GOAL = 3;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final String LABEL = "latency";

    private final BenchToken token;

    HsmLatency(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-latency";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            KeyHandle key = BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
            Bytes input = Bytes.zeros(48);
            Runnable sign = () -> backend.sign(key, input);
            Callers.perSecond(CALLERS, ROUND, sign);
            double half = Callers.perSecond(CALLERS, ROUND, sign) / 2;
            OpenLoop.of(half, OPEN, sign::run);
            OpenLoop took = OpenLoop.of(half, OPEN, sign::run);
            double middle = took.microseconds(0.5);
            double slow = took.microseconds(0.99);
            lines.accept(
                    new Line(
                                    name() + "/p99",
                                    slow,
                                    "us",
                                    OptionalDouble.of(middle),
                                    OptionalDouble.of(slow / middle),
                                    1,
                                    took.microseconds(0),
                                    took.microseconds(1))
                            .notedRatioAbove(
                                    GOAL,
                                    "the load itself and whatever else runs here share the token's processors"));
        }
    }
}
