package dev.sealwright.bench;

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

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"limit\":%s,\"ratio\":%s,\"runs\":%d,"
                        + "\"min\":%s,\"max\":%s}",
                name,
                number(value, 1),
                unit,
                optional(limit, 1),
                optional(ratio, 3),
                runs,
                number(min, 1),
                number(max, 1));
    }

    private static String optional(OptionalDouble number, int digits) {
        return number.isPresent() ? number(number.getAsDouble(), digits) : "null";
    }

    private static String number(double number, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
