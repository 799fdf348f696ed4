package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Takes frames off a stream. Never holds more than has arrived, nor more than one frame. */
final class FrameReader {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;

    FrameReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * The next frame; empty at the end of the stream.
     *
     * @throws MalformedException when its length is out of bounds; the stream cannot be read on
     * @throws EOFException when the stream ends within a frame
     */
    Optional<Frame> next() throws IOException {
        byte[] length = in.readNBytes(Integer.BYTES);
        if (length.length == 0) {
            return Optional.empty();
        }
        if (length.length < Integer.BYTES) {
            throw new EOFException("the stream ends within a frame's length");
        }
        return Optional.of(frame(requireLength(ByteBuffer.wrap(length).getInt())));
    }

    private Frame frame(int length) throws IOException {
        byte[] rest = in.readNBytes(length);
        if (rest.length < length) {
            throw new EOFException("the stream ends within a frame");
        }
        ByteBuffer head = ByteBuffer.wrap(rest);
        int kind = Byte.toUnsignedInt(head.get());
        return new Frame(kind, head.getLong(), Bytes.of(rest).slice(Frame.HEAD, length));
    }

    private static int requireLength(int length) {
        if (length < Frame.HEAD || length > Frame.HEAD + Frame.MAX_BODY) {
            throw new MalformedException("a frame whose length is out of bounds");
        }
        return length;
    }
}
