package dev.sealwright.faults;

import dev.sealwright.testkit.JavaProgram;
import java.net.URI;
import java.time.Duration;

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
        if (!program.isAlive()) {
            program.start();
        }
        program.await(new Probe(deployment, address())::isReady, PATIENCE);
    }

    @Override
    public void close() {
        program.close();
    }
}
