package dev.sealwright.bench;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Leaves a second into the signed log at several of its sizes, beside the first size: what a leaf
 * costs must not depend on how many there are.
 */
final class AppendScale implements Benchmark {
    private static final List<Integer> SIZES = List.of(10_000, 1_000_000, 10_000_000);
    private static final int LEAVES = 8_000;
    private static final int RUNS = 5;
    private static final int GROWTH = 20_000;

    /** For long, the key service admits 10 000 leaves of one type a second, of any 20 000. */
    private static final double ADMITTED = 18_000;

    private static final double GOAL = 1 / 1.2;

    @Override
    public String name() {
        return "append-scale";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        try (Connection database = BenchService.running().database()) {
            var drain = new Drain(database);
            drain.perSecond(LEAVES);
            OptionalDouble first = OptionalDouble.empty();
            for (int size : SIZES) {
                grow(drain, size);
                List<Double> rates = rates(drain);
                double median = rates.get(RUNS / 2);
                lines.accept(
                        new Line(
                                        name() + "/" + size,
                                        median,
                                        "leaves/s",
                                        first,
                                        first.isPresent()
                                                ? OptionalDouble.of(median / first.getAsDouble())
                                                : OptionalDouble.empty(),
                                        RUNS,
                                        rates.getFirst(),
                                        rates.getLast())
                                .notedBelow(
                                        GOAL,
                                        "what grew the log just before may still be written out and vacuumed"));
                if (first.isEmpty()) {
                    first = OptionalDouble.of(median);
                }
            }
        }
    }

    private static void grow(Drain drain, int size) throws Exception {
        long missing = size - drain.size();
        while (missing > 0) {
            int next = (int) Math.min(missing, GROWTH);
            long due = System.nanoTime() + (long) (next / ADMITTED * 1e9);
            drain.perSecond(next);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            missing = size - drain.size();
        }
    }

    /** The smallest first. */
    private static List<Double> rates(Drain drain) throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            rates.add(drain.perSecond(LEAVES));
        }
        Collections.sort(rates);
        return rates;
    }
}
