package dev.sealwright.bench;

/** Measures once: operations per second. */
@FunctionalInterface
interface Rate {
    /** So many rounds a program has at most to get as fast as it becomes. */
    int MOST_ROUNDS = 12;

    /** A round that gains less than this is none that the compiler has made faster. */
    double GAIN = 1.03;

    double measure() throws Exception;

    /**
     * Measures for nothing until two rounds in a row were not faster than the best before: a
     * service that was started a moment ago is still being compiled.
     */
    default void warmUp() throws Exception {
        double best = measure();
        int still = 0;
        for (int round = 1; round < MOST_ROUNDS && still < 2; round++) {
            double now = measure();
            still = now < best * GAIN ? still + 1 : 0;
            best = Math.max(best, now);
        }
    }
}
