package dev.sealwright.keyservice.wire;

import java.io.IOException;

/** Where connections arrive, and who may make them. One transport is one implementation. */
interface Listener extends AutoCloseable {
    /**
     * Waits for the next connection.
     *
     * @throws IOException when no connection can arrive any more, also after {@link #close}
     */
    Arrival accept() throws IOException;

    @Override
    void close() throws IOException;
}
