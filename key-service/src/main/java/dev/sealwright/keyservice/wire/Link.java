package dev.sealwright.keyservice.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A connection to a peer that was authenticated: two streams, read and written by one thread each.
 * Closing it from a third ends both.
 *
 * @param peer who is at the other end, for quotas and logs, such as {@code user sealwright}
 * @param resource closes the connection
 */
record Link(String peer, InputStream in, OutputStream out, Closeable resource)
        implements AutoCloseable {
    Link {
        Objects.requireNonNull(peer);
        Objects.requireNonNull(in);
        Objects.requireNonNull(out);
        Objects.requireNonNull(resource);
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
