package dev.sealwright.controlplane.stream;

import java.io.IOException;
import java.time.Duration;

/** Where entries go. Each has its own thread and its own place in the log. */
interface Sink {
    /** Of the row that keeps its place; never changes. */
    String name();

    /** How long entries may gather before they are sent. */
    Duration every();

    /**
     * Sends all of it. Returning means that the receiver has acknowledged all of it; the same batch
     * may come again.
     *
     * @throws IOException if it has not, or not all
     */
    void deliver(Batch batch) throws IOException, InterruptedException;
}
