package dev.sealwright.protocol.cbor;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** Bytes and a place in them; never beyond their end, and never more items than are allowed. */
final class CborInput {
    private static final int BREAK = 0xff;

    /** The least that needs an argument of 1, 2, 4 and 8 bytes. */
    private static final long[] LONGER = {24, 1L << 8, 1L << 16, 1L << 32};

    private final Bytes bytes;
    private final boolean deterministic;
    private int at;
    private int items;

    /**
     * @param deterministic whether every argument must have its shortest form
     */
    CborInput(Bytes bytes, int maxSize, boolean deterministic) {
        if (bytes.size() > maxSize) {
            throw new MalformedException(
                    "CBOR of " + bytes.size() + " bytes, more than " + maxSize);
        }
        this.bytes = bytes;
        this.deterministic = deterministic;
    }

    boolean deterministic() {
        return deterministic;
    }

    int position() {
        return at;
    }

    void requireEnd() {
        if (at != bytes.size()) {
            throw new MalformedException("trailing bytes after CBOR");
        }
    }

    /** Whether the bytes from one position to another sort before those read since a third. */
    boolean sorted(int from, int to, int since) {
        int common = Math.min(to - from, at - since);
        for (int i = 0; i < common; i++) {
            int order = Byte.compareUnsigned(bytes.get(from + i), bytes.get(since + i));
            if (order != 0) {
                return order < 0;
            }
        }
        return to - from < at - since;
    }

    int next() {
        if (at == bytes.size()) {
            throw new MalformedException("CBOR ends too early");
        }
        return bytes.get(at++) & 0xff;
    }

    /** The first byte of an item. */
    int head() {
        if (++items > CborReader.MAX_ITEMS) {
            throw new MalformedException("CBOR of more than " + CborReader.MAX_ITEMS + " items");
        }
        return next();
    }

    /** As many bytes as {@link #count} has shown to be there. */
    Bytes take(int size) {
        at += size;
        return bytes.slice(at - size, at);
    }

    /** The same bytes as text. */
    String takeText(int size) {
        at += size;
        return bytes.text(at - size, at);
    }

    /** Whether this byte comes next. */
    boolean comes(int expected) {
        return at < bytes.size() && (bytes.get(at) & 0xff) == expected;
    }

    /**
     * Whether this text comes next. Only for ASCII of less than 24 characters, whose head is one
     * byte; of others it says no.
     */
    boolean comes(String text) {
        int size = text.length();
        if (size >= 24 || !comes(MajorType.TEXT << 5 | size) || size >= bytes.size() - at) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (bytes.get(at + 1 + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Steps over as many bytes as are known to be there. */
    void skip(int size) {
        at += size;
    }

    /** Steps over a break code, if that is what comes next. */
    boolean takeBreak() {
        boolean comes = comes(BREAK);
        if (comes) {
            skip(1);
        }
        return comes;
    }

    /** A number of elements of which each takes at least {@code unit} bytes of what is left. */
    int count(int info, int unit) {
        long count = argument(info);
        if (count > (bytes.size() - at) / unit) {
            throw new MalformedException("CBOR ends too early");
        }
        return (int) count;
    }

    /** The argument that follows a head (RFC 8949 section 3), at most 2^63 − 1. */
    long argument(int info) {
        if (info < 24) {
            return info;
        }
        long value =
                switch (info) {
                    case 24 -> next();
                    case 25 -> uint16();
                    case 26 -> uint32();
                    case 27 -> uint32() << 32 | uint32();
                    default -> throw new MalformedException("a reserved CBOR head");
                };
        if (value < 0) {
            throw new MalformedException("a CBOR integer beyond 63 bits");
        }
        if (deterministic && value < LONGER[info - 24]) {
            throw new MalformedException("a CBOR integer longer than needed");
        }
        return value;
    }

    private int uint16() {
        return next() << 8 | next();
    }

    private long uint32() {
        return (long) uint16() << 16 | uint16();
    }
}
