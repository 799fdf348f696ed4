package dev.sealwright.faults;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One of several control planes on one database and key service.
 *
 * @param people port of its listener for people
 */
record Replica(Deployment deployment, String name, JavaProgram program, int people)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    URI address() {
        return URI.create("https://localhost:" + people);
    }

    /** Starts it unless it runs, and waits until it is ready. */
    void start() {
        var probe = new Probe(deployment, address());
        long end = System.nanoTime() + PATIENCE.toNanos();
        if (!program.isAlive()) {
            program.start();
        }
        while (!probe.isReady()) {
            if (!program.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException(name + " is not ready: " + program.said());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
