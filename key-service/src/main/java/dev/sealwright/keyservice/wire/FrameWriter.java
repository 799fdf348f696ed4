package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Puts frames on a stream, on a thread of its own: what was sent while one write lasted goes out
 * together in the next. Safe for concurrent use.
 */
final class FrameWriter {
    private static final int WAITING_FRAMES = 1024;

    /** A write takes more frames as long as it is smaller than this. */
    private static final int BATCH = 64 * 1024;

    private static final int ROOM = 4 * 1024;

    private static final Frame END = new Frame(Kind.HELLO, 0, Bytes.EMPTY);

    private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(WAITING_FRAMES);
    private final OutputStream out;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Whether a place was found for the frame within this time. */
    boolean send(Frame frame, long nanos) throws InterruptedException {
        return waiting.offer(frame, nanos, TimeUnit.NANOSECONDS);
    }

    /** Lets {@link #run} return once everything sent before is written; false if that lasts. */
    boolean end(long nanos) throws InterruptedException {
        return send(END, nanos);
    }

    /** Writes until {@link #end}, or until the stream fails or the thread is interrupted. */
    void run() throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            more = writeBatch(waiting.take());
        }
    }

    /** Writes this frame and those that wait, as many as make a batch; whether more may follow. */
    private boolean writeBatch(Frame first) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream(first.encodedSize() + ROOM);
        DataOutputStream frames = new DataOutputStream(batch);
        Optional<Frame> next = Optional.of(first);
        while (next.isPresent() && !next.get().equals(END)) {
            next.get().writeTo(frames);
            next = batch.size() < BATCH ? Optional.ofNullable(waiting.poll()) : Optional.empty();
        }
        batch.writeTo(out);
        out.flush();
        return next.isEmpty();
    }
}
