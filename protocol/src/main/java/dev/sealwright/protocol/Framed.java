package dev.sealwright.protocol;

import java.io.ByteArrayOutputStream;

/**
 * Length-prefixed concatenation, the form of everything that is signed or hashed from parts: each
 * part is its length as uint32 big-endian, then its bytes. Two different lists of parts never give
 * the same bytes.
 */
public final class Framed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Framed() {}

    /** Begins with the domain string, which keeps one kind of message apart from every other. */
    public static Framed domain(String domain) {
        return new Framed().add(domain);
    }

    public Framed add(String text) {
        return add(Bytes.utf8(text));
    }

    public Framed add(Bytes part) {
        int size = part.size();
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(size >>> shift);
        }
        out.writeBytes(part.toArray());
        return this;
    }

    /** Adds a part of eight bytes, most significant first. */
    public Framed addUint64(long value) {
        return add(Bytes.uint64(value));
    }

    public Bytes bytes() {
        return Bytes.of(out.toByteArray());
    }
}
