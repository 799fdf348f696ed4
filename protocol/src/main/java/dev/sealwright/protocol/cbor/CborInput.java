package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bytes and a place in them; never beyond their end. */
final class CborInput {
    private static final int BREAK = 0xff;

    private final Bytes input;
    private final byte[] bytes;
    private final boolean shortest;
    private int at;

    /**
     * @param shortest whether every argument must have its shortest form
     */
    CborInput(Bytes input, boolean shortest) {
        this.input = input;
        this.bytes = input.toArray();
        this.shortest = shortest;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    /** Whether the bytes from one position to another sort before those read since a third. */
    boolean sorted(int from, int to, int since) {
        return Arrays.compareUnsigned(bytes, from, to, bytes, since, at) < 0;
    }

    int next() {
        if (atEnd()) {
            throw new MalformedException("CBOR ends too early");
        }
        return bytes[at++] & 0xff;
    }

    /** The same, to be kept. */
    Bytes takeBytes(int size) {
        at += size;
        return input.slice(at - size, at);
    }

    /** The same bytes as text, if they are ASCII; else nothing is taken. */
    Optional<String> takeAscii(int size) {
        for (int i = at; i < at + size; i++) {
            if (bytes[i] < 0) {
                return Optional.empty();
            }
        }
        String text = new String(bytes, at, size, StandardCharsets.US_ASCII);
        at += size;
        return Optional.of(text);
    }

    /** As many bytes as {@link #count} has shown to be there. */
    byte[] take(int size) {
        byte[] out = Arrays.copyOfRange(bytes, at, at + size);
        at += size;
        return out;
    }

    /** Steps over a break code, if that is what comes next. */
    boolean takeBreak() {
        if (atEnd() || (bytes[at] & 0xff) != BREAK) {
            return false;
        }
        at++;
        return true;
    }

    /** A number of elements of which each takes at least {@code unit} bytes of what is left. */
    int count(int info, int unit) {
        long count = argument(info);
        if (count > (bytes.length - at) / unit) {
            throw new MalformedException("CBOR ends too early");
        }
        return (int) count;
    }

    /** The argument that follows a head (RFC 8949 section 3), at most 2^63 − 1. */
    long argument(int info) {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new MalformedException("a reserved CBOR head");
        }
        int size = 1 << (info - 24);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | next();
        }
        if (value < 0) {
            throw new MalformedException("a CBOR integer beyond 63 bits");
        }
        if (shortest && value < (size == 1 ? 24 : 1L << (4 * size))) {
            throw new MalformedException("a CBOR integer longer than needed");
        }
        return value;
    }
}
