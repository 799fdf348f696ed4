package dev.sealwright.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How long calls took that were asked for at a rate, whether or not the earlier ones were done: the
 * time of each counts from when it was due.
 */
final class OpenLoop {
    private final long[] sorted;

    private OpenLoop(long[] sorted) {
        this.sorted = sorted;
    }

    /** Asks so often a second for so long, and waits for the last answer. */
    static OpenLoop of(double perSecond, Duration time, Callers.Task call) throws Exception {
        int calls = (int) (perSecond * time.toMillis() / 1e3);
        long[] took = new long[calls];
        long apart = (long) (1e9 / perSecond);
        long began = System.nanoTime();
        List<Future<?>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                long due = began + i * apart;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                answers.add(
                        threads.submit(
                                () -> {
                                    call.run();
                                    took[number] = System.nanoTime() - due;
                                    return number;
                                }));
            }
        }
        for (Future<?> answer : answers) {
            answer.get();
        }
        Arrays.sort(took);
        return new OpenLoop(took);
    }

    /** What that part of the calls took at most, from 0 (the fastest) to 1 (the slowest). */
    double microseconds(double part) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * part))] / 1e3;
    }
}
