package dev.sealwright.bench;

import dev.sealwright.attestation.pki.Workload;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Appraisals a second, from bytes to a policy's outcome, with warm collateral, on one and on two
 * threads; beside the bare signature checks that one of them makes, on the same provider.
 */
final class Appraise implements Benchmark {
    private static final int RUNS = 5;
    private static final double GOAL = 0.8;
    private static final Duration ROUND = Duration.ofMillis(500);

    @Override
    public String name() {
        return "appraise";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        for (Workload workload : Workload.all()) {
            for (int threads = 1; threads <= 2; threads++) {
                int callers = threads;
                Rate ours = () -> Callers.perSecond(callers, ROUND, workload::appraise);
                Rate limit = () -> Callers.perSecond(callers, ROUND, workload::checkSignatures);
                ours.measure();
                limit.measure();
                lines.accept(
                        Pairs.of(RUNS, ours, limit)
                                .line(
                                        name() + "/" + workload.name() + "-" + threads,
                                        "appraisals/s")
                                .notedBelow(
                                        GOAL,
                                        "parsing, the JDK's path validation and the policy take the rest; the cheaper"
                                                + " the signatures, the more that weighs"));
            }
        }
    }
}
