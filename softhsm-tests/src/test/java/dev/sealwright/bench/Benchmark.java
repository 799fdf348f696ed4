package dev.sealwright.bench;

import java.util.function.Consumer;

/** One name that {@code ./sealwright bench NAME} takes. */
interface Benchmark {
    String name();

    /** Measures and hands over each line as soon as it stands. */
    void run(Consumer<Line> lines) throws Exception;
}
