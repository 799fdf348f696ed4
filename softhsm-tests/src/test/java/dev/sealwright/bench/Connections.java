package dev.sealwright.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** So many connections that are kept alive, one for each client. */
final class Connections implements AutoCloseable {
    private final List<BenchConnection> all = new ArrayList<>();

    /** What a client does with its connection. */
    @FunctionalInterface
    interface Use {
        void of(BenchConnection connection) throws Exception;
    }

    static Connections open(int count, Callable<BenchConnection> opening) throws Exception {
        Connections connections = new Connections();
        for (int i = 0; i < count; i++) {
            connections.all.add(opening.call());
        }
        return connections;
    }

    /** All clients at once; returns when the last is done. */
    void each(Use use) throws Exception {
        Iterator<BenchConnection> next = all.iterator();
        Callers.each(
                all.size(),
                () -> {
                    BenchConnection mine;
                    synchronized (next) {
                        mine = next.next();
                    }
                    use.of(mine);
                });
    }

    /** How often a second all of them together do it, each again and again. */
    double perSecond(Duration time, Use use) throws Exception {
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        each(
                connection -> {
                    while (System.nanoTime() - end < 0) {
                        use.of(connection);
                        done.incrementAndGet();
                    }
                });
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }

    List<BenchConnection> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        for (BenchConnection connection : all) {
            connection.close();
        }
    }
}
