package dev.sealwright.controlplane.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Threads of which one runs at a time, and which change over at {@link #pause} only, as a seeded
 * generator has it: the same seed, the same interleaving.
 */
final class Interleaving {
    /** Which task a thread is. */
    private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

    private final SplittableRandom random;
    private final List<Task> tasks = new ArrayList<>();
    private final Semaphore turn = new Semaphore(0);
    private String last = "";
    private long steps;

    Interleaving(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Thrown where a task pauses when it is to die there. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("killed", null, false, false);
        }
    }

    /** A thread that waits for its turn. */
    final class Task {
        private final Semaphore mine = new Semaphore(0);
        private final Thread thread;
        private volatile boolean over;
        private volatile boolean dying;
        private volatile Optional<Throwable> failure = Optional.empty();

        private Task(String name, Runnable work) {
            thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(work));
        }

        private void run(Runnable work) {
            CURRENT.set(this);
            mine.acquireUninterruptibly();
            try {
                work.run();
            } catch (Crash e) {
                // As it was meant.
            } catch (RuntimeException | Error e) {
                failure = Optional.of(e);
            } finally {
                over = true;
                turn.release();
            }
        }

        boolean isOver() {
            return over;
        }

        /** Ends it at its present pause; what it holds in memory is gone. */
        void kill() {
            dying = true;
        }
    }

    SplittableRandom random() {
        return random;
    }

    long steps() {
        return steps;
    }

    /** The task that took the last step. */
    String last() {
        return last;
    }

    Task start(String name, Runnable work) {
        Task task = new Task(name, work);
        tasks.add(task);
        task.thread.start();
        return task;
    }

    /** Lets others go on; returns when it is this task's turn again. Nothing outside of tasks. */
    void pause() {
        Task task = CURRENT.get();
        if (task == null) {
            return;
        }
        if (!task.dying) {
            turn.release();
            task.mine.acquireUninterruptibly();
        }
        if (task.dying) {
            throw new Crash();
        }
    }

    /** One task, until its next pause. */
    void step() {
        tasks.removeIf(Task::isOver);
        Task next = tasks.get(random.nextInt(tasks.size()));
        last = next.thread.getName();
        steps++;
        next.mine.release();
        try {
            if (!turn.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new AssertionError(next.thread.getName() + " never pauses");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        next.failure.ifPresent(
                e -> {
                    throw new AssertionError(next.thread.getName() + " failed", e);
                });
    }
}
