package dev.sealwright.bench;

import dev.sealwright.protocol.SuppressForbidden;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One JSON object on standard output.
 *
 * @param name the benchmark's, or {@code benchmark/variant}
 * @param value the median of the runs
 * @param limit the median of the raw limit's runs; absent where there is none
 * @param ratio the median of value ÷ limit, pair by pair
 * @param min the smallest value of a run
 * @param max the largest value of a run
 */
record Line(
        String name,
        double value,
        String unit,
        OptionalDouble limit,
        OptionalDouble ratio,
        int runs,
        double min,
        double max) {

    /** A figure that is taken once and has no raw limit. */
    static Line single(String name, double value, String unit) {
        return new Line(
                name, value, unit, OptionalDouble.empty(), OptionalDouble.empty(), 1, value, value);
    }

    /** The median of several runs, beside no raw limit. */
    static Line median(String name, List<Double> values, String unit) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Line(
                name,
                sorted.get(sorted.size() / 2),
                unit,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                sorted.size(),
                sorted.getFirst(),
                sorted.getLast());
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"limit\":%s,\"ratio\":%s,\"runs\":%d,"
                        + "\"min\":%s,\"max\":%s}",
                name,
                number(value, value < 10 ? 4 : 1),
                unit,
                optional(limit, 1),
                optional(ratio, 3),
                runs,
                number(min, min < 10 ? 4 : 1),
                number(max, max < 10 ? 4 : 1));
    }

    /** This line; says on standard error when its ratio stays below the goal, and why. */
    Line notedBelow(double goal, String why) {
        ratio.ifPresent(
                reached -> {
                    if (reached < goal) {
                        note("reaches %.3f of its limit, not %s: %s", reached, goal, why);
                    }
                });
        return this;
    }

    /** This line; says on standard error when its value is below the goal, and why. */
    Line notedValueBelow(double goal, String why) {
        if (value < goal) {
            note("is %.3f, below %s: %s", value, goal, why);
        }
        return this;
    }

    /** This line; says on standard error when its value is above the goal, and why. */
    Line notedAbove(double goal, String why) {
        if (value > goal) {
            note("is %.3f, above %s: %s", value, goal, why);
        }
        return this;
    }

    /** This line; says on standard error when its ratio is above the goal, and why. */
    Line notedRatioAbove(double goal, String why) {
        ratio.ifPresent(
                reached -> {
                    if (reached > goal) {
                        note("takes %.3f of its limit, above %s: %s", reached, goal, why);
                    }
                });
        return this;
    }

    @SuppressForbidden("standard output has the lines, standard error what is to be said of them")
    private void note(String text, double reached, double goal, String why) {
        System.err.printf(Locale.ROOT, "bench: %s " + text + "%n", name, reached, goal, why);
    }

    private static String optional(OptionalDouble number, int digits) {
        return number.isPresent() ? number(number.getAsDouble(), digits) : "null";
    }

    private static String number(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
