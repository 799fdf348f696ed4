package dev.sealwright.bench;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.protocol.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How long Ed25519 signatures take when they are asked for at half the rate that the backend
 * reaches, whether or not the earlier ones are done: the hundredth that takes longest beside the
 * one in the middle. The time of each counts from when it was due. Beside it the same in C, each
 * session's thread taking the next call when it is due: what the machine itself keeps waiting.
 */
final class HsmLatency implements Benchmark {
    private static final double GOAL = 3;

    /** Short ones and many, since a pause of the machine spoils a second as well as a quarter. */
    private static final int RUNS = 36;

    private static final Duration ROUND = Duration.ofMillis(250);
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
            BenchToken.generate(backend, LABEL, KeyAlgorithm.ED25519);
        }
        for (TokenLoad load : List.of(new TokenLoad(1, 64), new TokenLoad(2, 64))) {
            measure(load, lines);
        }
    }

    private void measure(TokenLoad load, Consumer<Line> lines) throws Exception {
        BenchToken loaded = token.withSessions(load.sessions());
        try (KeyBackend backend = loaded.open();
                RawLimit limit = RawLimit.calls(loaded, LABEL, "ed25519")) {
            KeyHandle key = backend.find(new KeyLabel(LABEL), KeyAlgorithm.ED25519);
            Bytes input = Bytes.zeros(48);
            Runnable sign = () -> backend.sign(key, input);
            Rate ours = () -> Callers.perSecond(load.callers(), ROUND, sign);
            ours.warmUp(Compilers.here());
            double half = ours.measure() / 2;
            Rate open = () -> 1e6 / OpenLoop.of(half, ROUND, sign::run).microseconds(0.99);
            open.warmUp(Compilers.here());
            List<Slowness> rounds = new ArrayList<>();
            List<Slowness> inC = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                rounds.add(Slowness.of(OpenLoop.of(half, ROUND, sign::run)));
                inC.add(limit.at(half, ROUND));
            }
            String name = name() + "/" + load.sessions() + "-sessions/p99";
            lines.accept(
                    line(name, rounds)
                            .notedRatioAbove(
                                    GOAL,
                                    "the load itself and whatever else runs here share the token's processors"));
            lines.accept(line(name + "-in-c", inC));
        }
    }

    private static Line line(String name, List<Slowness> rounds) {
        Slowness typical = Slowness.typical(rounds);
        return new Line(
                name,
                typical.slow(),
                "us",
                OptionalDouble.of(typical.middle()),
                OptionalDouble.of(typical.ratio()),
                rounds.size(),
                rounds.stream().mapToDouble(Slowness::slow).min().orElseThrow(),
                rounds.stream().mapToDouble(Slowness::slow).max().orElseThrow());
    }
}
