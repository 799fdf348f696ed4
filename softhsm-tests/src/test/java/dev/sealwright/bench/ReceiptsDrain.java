package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Leaves a second from their commit to their receipt when many wait, beside the HSM's own rate of
 * Ed25519 signatures: what the log gains over a signature for each.
 */
final class ReceiptsDrain implements Benchmark {
    private static final int LEAVES = 8_000;
    private static final int RUNS = 9;
    private static final double GOAL = 10;
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final String LABEL = "drain-limit";

    private final BenchToken token;

    ReceiptsDrain(BenchToken token) {
        this.token = token;
    }

    @Override
    public String name() {
        return "receipts-drain";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (KeyBackend backend = token.open()) {
            BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
        }
        BenchService service = BenchService.running();
        try (RawLimit limit = RawLimit.calls(token, LABEL, "ed25519");
                Connection database = service.database()) {
            var drain = new Drain(database);
            Rate ours = () -> drain.perSecond(LEAVES);
            ours.warmUp(service.compilers());
            BenchService.settle(database);
            limit.perSecond(ROUND);
            lines.accept(
                    Pairs.of(RUNS, ours, () -> limit.perSecond(ROUND))
                            .line(name(), "receipts/s")
                            .notedBelow(
                                    GOAL,
                                    "the database's work for each leaf takes the time, its indexes foremost, not the"
                                            + " signature"));
        }
    }
}
