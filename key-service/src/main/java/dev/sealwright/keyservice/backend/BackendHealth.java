package dev.sealwright.keyservice.backend;

/** Where a backend stands. */
public sealed interface BackendHealth {

    /** Requests are served. The generation grows by one with each recovery. */
    record Ready(long generation) implements BackendHealth {}

    /** The token was lost; attempts to get it back go on by themselves. */
    record Recovering(long generation, int attempts, String cause) implements BackendHealth {}

    /** Nothing is tried any more, since trying could do harm (a wrong PIN locks a token). */
    record Stopped(String cause) implements BackendHealth {}
}
