package dev.sealwright.bench;

/** Measures once: operations per second. */
@FunctionalInterface
interface Rate {
    /** So many rounds a program has at most to get as fast as it becomes. */
    int MOST_ROUNDS = 100;

    /** So many rounds in a row are no faster when it has become that fast. */
    int STILL = 4;

    /** A round that gains less than this is none that the compiler has made faster. */
    double GAIN = 1.03;

    /** Compilers that take less than this of what their programs take have done their work. */
    double COMPILING = 0.03;

    double measure() throws Exception;

    /**
     * Measures for nothing until some rounds in a row were not faster than the best before and left
     * the service's compilers little to do: what was started a moment ago is still being compiled.
     */
    default void warmUp(Compilers compilers) throws Exception {
        double best = 0;
        int still = 0;
        Compilers.Taken before = compilers.taken();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double now = measure();
            Compilers.Taken after = compilers.taken();
            still = now < best * GAIN ? still + 1 : 0;
            if (still % STILL == 0) {
                if (still > 0 && after.shareSince(before) < COMPILING) {
                    return;
                }
                before = after;
            }
            best = Math.max(best, now);
        }
    }
}
