package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.log.Integrity;
import dev.sealwright.controlplane.log.IntegrityReport;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of the whole log as JSON lines: how far it is, about once a second, then what it found.
 * It ends early when nobody reads any more. A check that fails ends the lines without a report.
 */
final class IntegrityStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrityStream.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final JsonMapper json;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Reached reached = new Reached(0, 0);
    private volatile Optional<IntegrityReport> report = Optional.empty();
    private byte[] line = new byte[0];
    private int at;
    private boolean ended;

    private record Reached(long done, long total) {}

    private IntegrityStream(JsonMapper json) {
        this.json = json;
    }

    /** Begins the check, on a thread of its own: it goes no slower than it would unwatched. */
    static IntegrityStream of(Integrity integrity, JsonMapper json) {
        IntegrityStream stream = new IntegrityStream(json);
        Thread.ofVirtual().name("integrity").start(() -> stream.run(integrity));
        return stream;
    }

    private void run(Integrity integrity) {
        try {
            report = Optional.of(integrity.check(this::at));
        } catch (CancellationException e) {
            LOG.debug("a check of the log ended early: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("a check of the log failed", e);
        } finally {
            over.countDown();
        }
    }

    private void at(long done, long total) {
        if (closed) {
            throw new CancellationException("nobody reads on");
        }
        reached = new Reached(done, total);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** What is left of a line, or the next one, once there is one. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == line.length) {
            if (ended) {
                return -1;
            }
            line = next();
            at = 0;
        }
        int read = Math.min(length, line.length - at);
        System.arraycopy(line, at, target, offset, read);
        at += read;
        return read;
    }

    private byte[] next() throws IOException {
        ended = isOver();
        if (ended && report.isEmpty()) {
            throw new IOException("the check failed");
        }
        Reached now = reached;
        byte[] text =
                json.writeValueAsBytes(
                        new IntegrityLine(
                                now.done(),
                                now.total(),
                                ended ? report.map(IntegrityAnswer::of).orElse(null) : null));
        byte[] terminated = Arrays.copyOf(text, text.length + 1);
        terminated[text.length] = '\n';
        return terminated;
    }

    private boolean isOver() throws IOException {
        try {
            return over.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service ends");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
