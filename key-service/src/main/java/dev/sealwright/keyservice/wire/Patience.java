package dev.sealwright.keyservice.wire;

import java.time.Duration;

/**
 * How long a client of a remote key service waits.
 *
 * @param call each call ends within this time
 * @param restart how long the key service may be away before calls fail at once; longer than its
 *     supervisor takes to start it again
 */
public record Patience(Duration call, Duration restart) {
    /** Calls wait longer than the HSM's own deadline, whose message says more. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(15), Duration.ofSeconds(10));

    /** Just long enough for a connection that is being made. */
    static final Duration MOMENT = Duration.ofMillis(200);

    public Patience {
        if (!call.isPositive() || !restart.isPositive()) {
            throw new IllegalArgumentException("patience is positive");
        }
    }
}
