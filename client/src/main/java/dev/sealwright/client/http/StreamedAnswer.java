package dev.sealwright.client.http;

import dev.sealwright.client.http.UnreachableException.Kind;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** A successful answer whose body is read while it arrives, and is whole or none. */
public final class StreamedAnswer implements AutoCloseable {
    private static final int PART = 64 * 1024;

    private final HttpHeaders headers;
    private final InputStream body;
    private final long size;

    /**
     * @param maxBytes the longest body that is read
     * @throws MalformedException if the answer does not say how long it is, or is longer
     */
    StreamedAnswer(HttpHeaders headers, InputStream body, long maxBytes) {
        this.headers = headers;
        this.body = body;
        this.size = headers.firstValueAsLong("Content-Length").orElse(-1);
        if (size < 0 || size > maxBytes) {
            close();
            throw new MalformedException("an answer of no known length, or too long");
        }
    }

    /** The header's value. */
    public String header(String name) {
        return headers.firstValue(name)
                .orElseThrow(() -> new MalformedException("an answer without " + name));
    }

    public boolean has(String name) {
        return headers.firstValue(name).isPresent();
    }

    /** Bytes of the whole body. */
    public long size() {
        return size;
    }

    /**
     * Writes the whole body, and holds no more of it than a part.
     *
     * @param progress told how many bytes were written
     * @throws UnreachableException if the body ends before its end
     */
    public void copyTo(OutputStream target, LongConsumer progress) throws IOException {
        byte[] part = new byte[PART];
        try {
            for (long done = 0; done < size; ) {
                int read = read(part, Math.toIntExact(Math.min(part.length, size - done)));
                target.write(part, 0, read);
                done += read;
                progress.accept(done);
            }
        } finally {
            Arrays.fill(part, (byte) 0);
        }
    }

    private int read(byte[] part, int most) {
        try {
            int read = body.read(part, 0, most);
            if (read > 0) {
                return read;
            }
            throw new IOException("the body ended early");
        } catch (IOException e) {
            throw new UnreachableException(
                    "the answer broke off before its end", Kind.NO_ANSWER, e);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UnreachableException("the answer broke off", Kind.NO_ANSWER, e);
        }
    }
}
