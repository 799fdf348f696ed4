package dev.sealwright.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Rates of ours and of the raw limit, taken one after the other, in alternating order. */
final class Pairs {
    private final List<Double> values = new ArrayList<>();
    private final List<Double> limits = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    /** Measures {@code runs} pairs; each call of a rate measures once and answers per second. */
    static Pairs of(int runs, Rate ours, Rate limit) throws Exception {
        Pairs pairs = new Pairs();
        for (int run = 0; run < runs; run++) {
            boolean oursFirst = run % 2 == 0;
            double first = oursFirst ? ours.measure() : limit.measure();
            double second = oursFirst ? limit.measure() : ours.measure();
            pairs.add(oursFirst ? first : second, oursFirst ? second : first);
        }
        return pairs;
    }

    private void add(double value, double limit) {
        values.add(value);
        limits.add(limit);
        ratios.add(value / limit);
    }

    Line line(String name, String unit) {
        return new Line(
                name,
                median(values),
                unit,
                OptionalDouble.of(median(limits)),
                OptionalDouble.of(median(ratios)),
                values.size(),
                values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
