package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How long after its folder is back a token that was gone signs for whoever waits. */
final class HsmRecovery implements Benchmark {
    private static final int RUNS = 7;
    private static final double GOAL_MS = 50;
    private static final Duration AWAY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LABEL = "recovery";

    private final BenchToken token;

    HsmRecovery(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "hsm-recovery";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        Path folder = token.pinFile().resolveSibling("tokens");
        try (KeyBackend backend = token.open()) {
            KeyHandle key = BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
            List<Double> took = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                backend.sign(key, Bytes.zeros(48));
                took.add(away(backend, key, folder));
            }
            lines.accept(
                    Line.median(name(), took, "ms")
                            .notedAbove(
                                    GOAL_MS, "the module is opened, and the token entered, anew"));
        }
    }

    /** Milliseconds that a call waits on, once the folder is back. */
    private static double away(KeyBackend backend, KeyHandle key, Path folder) throws Exception {
        Path aside = folder.resolveSibling("aside");
        Files.move(folder, aside);
        FutureTask<Bytes> call = new FutureTask<>(() -> backend.sign(key, Bytes.zeros(48)));
        Thread.startVirtualThread(call);
        Thread.sleep(AWAY);
        if (call.isDone()) {
            throw new IllegalStateException("the token answers without its folder");
        }
        Files.move(aside, folder);
        long back = System.nanoTime();
        call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return (System.nanoTime() - back) / 1e6;
    }
}
