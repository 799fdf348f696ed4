package dev.sealwright.client.http;

import dev.sealwright.client.http.UnreachableException.Kind;
import dev.sealwright.client.json.Fields;
import dev.sealwright.protocol.MalformedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A successful answer of JSON objects, one a line, that are read while they arrive. */
public final class JsonLines implements AutoCloseable {
    /** What a request names so that it is answered so. */
    public static final String MEDIA_TYPE = "application/jsonl";

    private final InputStream body;
    private long left;

    /**
     * @param maxBytes the longest answer that is read
     */
    JsonLines(InputStream body, long maxBytes) {
        this.body = new BufferedInputStream(body);
        this.left = maxBytes;
    }

    /**
     * The next object, or empty after the last.
     *
     * @throws UnreachableException if the answer breaks off
     */
    public Optional<Fields> next() {
        var line = new ByteArrayOutputStream();
        try {
            int octet = body.read();
            while (octet >= 0 && octet != '\n') {
                if (--left < 0) {
                    throw new MalformedException("an answer that is too long");
                }
                line.write(octet);
                octet = body.read();
            }
            return octet < 0 && line.size() == 0
                    ? Optional.empty()
                    : Optional.of(Fields.parse(line.toByteArray()));
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static UnreachableException brokenOff(IOException e) {
        return new UnreachableException("the answer broke off before its end", Kind.NO_ANSWER, e);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }
}
