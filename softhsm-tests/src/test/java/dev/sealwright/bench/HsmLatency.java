package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
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
            open(sign, half);
            long[] took = open(sign, half);
            double middle = took[took.length / 2] / 1e3;
            double slow = took[(int) (took.length * 0.99)] / 1e3;
            lines.accept(
                    new Line(
                                    name() + "/p99",
                                    slow,
                                    "us",
                                    OptionalDouble.of(middle),
                                    OptionalDouble.of(slow / middle),
                                    1,
                                    took[0] / 1e3,
                                    took[took.length - 1] / 1e3)
                            .notedRatioAbove(
                                    GOAL,
                                    "the load itself and whatever else runs here share the token's processors"));
        }
    }

    /** Nanoseconds of each call, sorted. */
    private static long[] open(Runnable sign, double perSecond) {
        int calls = (int) (perSecond * OPEN.toMillis() / 1e3);
        long[] took = new long[calls];
        long apart = (long) (1e9 / perSecond);
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                long due = began + i * apart;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                threads.execute(
                        () -> {
                            sign.run();
                            took[number] = System.nanoTime() - due;
                        });
            }
        }
        Arrays.sort(took);
        return took;
    }
}
