package dev.sealwright.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** So many callers, each asking again as soon as it is answered. */
final class Callers {
    /** Until each caller waits for its answer, which is not counted. */
    private static final Duration BEGINNING = Duration.ofMillis(10);

    private Callers() {}

    /** Answers a second while all of them ask, without beginning and end. */
    static double perSecond(int callers, Duration time, Runnable call) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        LongAdder done = new LongAdder();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> caller = () -> callWhile(running, call, done);
            List<Future<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                ends.add(threads.submit(caller));
            }
            Thread.sleep(BEGINNING);
            long before = done.sum();
            long start = System.nanoTime();
            Thread.sleep(time);
            long answers = done.sum() - before;
            double seconds = (System.nanoTime() - start) / 1e9;
            running.set(false);
            for (Future<Boolean> end : ends) {
                end.get();
            }
            return answers / seconds;
        }
    }

    /** The same task from so many threads at once; returns when all are done. */
    static void each(int callers, Task task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> call =
                    () -> {
                        task.run();
                        return true;
                    };
            for (Future<Boolean> answer : threads.invokeAll(Collections.nCopies(callers, call))) {
                answer.get();
            }
        }
    }

    /** What may fail. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private static boolean callWhile(AtomicBoolean running, Runnable call, LongAdder done) {
        while (running.get()) {
            call.run();
            done.increment();
        }
        return true;
    }
}
