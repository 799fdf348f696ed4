package dev.sealwright.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How long calls took, in µs.
 *
 * @param middle half of them at most
 * @param slow all but a hundredth of them at most
 */
record Slowness(double middle, double slow) {
    static Slowness of(OpenLoop took) {
        return new Slowness(took.microseconds(0.5), took.microseconds(0.99));
    }

    double ratio() {
        return slow / middle;
    }

    /** The one whose ratio stands in the middle. */
    static Slowness typical(List<Slowness> rounds) {
        List<Slowness> sorted = new ArrayList<>(rounds);
        sorted.sort((one, other) -> Double.compare(one.ratio(), other.ratio()));
        return sorted.get(sorted.size() / 2);
    }
}
