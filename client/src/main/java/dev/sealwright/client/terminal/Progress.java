package dev.sealwright.client.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line on standard error that shows how far something is, from its second second on. Silent where
 * nobody watches: without a terminal, and under {@code --quiet} or {@code --json}.
 */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final int WIDTH = 30;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final String what;
    private final long began = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);
    private long done;
    private long total;
    private boolean painted;

    private Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
    }

    static Progress on(PrintWriter err, String what, boolean watched) {
        var progress = new Progress(err, what);
        if (watched) {
            Thread.ofPlatform().daemon().name("progress").start(progress::paint);
        }
        return progress;
    }

    /** So much of so much is done; of a total of 0 nothing is known. */
    public synchronized void at(long doneNow, long totalNow) {
        done = doneNow;
        total = totalNow;
    }

    /** Erases the line. */
    @Override
    public void close() {
        closed.countDown();
        erase();
    }

    private synchronized void erase() {
        if (painted) {
            err.print(ERASE);
            err.flush();
        }
    }

    private void paint() {
        try {
            boolean over = closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            while (!over) {
                show();
                over = closed.await(STEP.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        if (closed.getCount() == 0) {
            return;
        }
        painted = true;
        err.print(ERASE + line(what, done, total, seconds()));
        err.flush();
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }

    /** {@code what [#####.....] 50 % 3 s}, or without a bar while the total is unknown. */
    static String line(String what, long done, long total, long seconds) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s … %d s", what, seconds);
        }
        long reached = Math.min(done, total);
        int filled = (int) (reached * WIDTH / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %d %% %d s",
                what,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                reached * 100 / total,
                seconds);
    }
}
