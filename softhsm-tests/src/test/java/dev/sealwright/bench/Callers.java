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

/** So many callers, each asking again as soon as it is answered. */
final class Callers {
    private Callers() {}

    static double perSecond(int callers, Duration time, Runnable call) throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Long> caller = () -> callWhile(running, call);
            long start = System.nanoTime();
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(caller));
            }
            Thread.sleep(time);
            running.set(false);
            long done = 0;
            for (Future<Long> answer : answers) {
                done += answer.get();
            }
            return done / ((System.nanoTime() - start) / 1e9);
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

    private static long callWhile(AtomicBoolean running, Runnable call) {
        long done = 0;
        while (running.get()) {
            call.run();
            done++;
        }
        return done;
    }
}
