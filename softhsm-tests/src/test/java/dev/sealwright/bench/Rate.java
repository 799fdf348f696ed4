package dev.sealwright.bench;

import java.time.Duration;

/** Measures once: operations per second. */
@FunctionalInterface
interface Rate {
    /** So many rounds a program has at most to get as fast as it becomes. */
    int MOST_ROUNDS = 40;

    /** So many rounds in a row are no faster when it has become that fast. */
    int STILL = 4;

    /** A round that gains less than this is none that the compiler has made faster. */
    double GAIN = 1.03;

    /** Compilers that take less than this of one processor have done their work. */
    double COMPILING = 0.1;

    double measure() throws Exception;

    /**
     * Measures for nothing until some rounds in a row were not faster than the best before and left
     * the service's compilers little to do: what was started a moment ago is still being compiled.
     */
    default void warmUp(Compilers compilers) throws Exception {
        double best = 0;
        int still = 0;
        for (int round = 0; round < MOST_ROUNDS && still < STILL; round++) {
            Duration before = compilers.taken();
            long began = System.nanoTime();
            double now = measure();
            double compiling =
                    (double) compilers.taken().minus(before).toNanos()
                            / (System.nanoTime() - began);
            still = now < best * GAIN && compiling < COMPILING ? still + 1 : 0;
            best = Math.max(best, now);
        }
    }
}
