package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** One DER element (X.690 section 8.1, 10.1): definite, shortest length; low tag numbers only. */
public record Der(int tag, Bytes content) {
    public static final int INTEGER = 0x02;
    public static final int OCTET_STRING = 0x04;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int IA5_STRING = 0x16;
    public static final int SEQUENCE = 0x30;

    private static final int MAX_ITEMS = 64;

    /** Exactly one element. */
    public static Der read(Bytes input) {
        List<Der> all = readAll(input);
        if (all.size() != 1) {
            throw new MalformedException("not one DER element");
        }
        return all.getFirst();
    }

    /** The elements of a SEQUENCE. */
    public List<Der> items() {
        return readAll(expect(SEQUENCE));
    }

    /** The content, if the tag is the one given. */
    public Bytes expect(int wanted) {
        if (tag != wanted) {
            throw new MalformedException("a DER element of another type");
        }
        return content;
    }

    /** As it was read: an element has one form only. */
    public Bytes encoded() {
        int size = content.size();
        byte[] head =
                size < 0x80
                        ? new byte[] {(byte) tag, (byte) size}
                        : size < 0x100
                                ? new byte[] {(byte) tag, (byte) 0x81, (byte) size}
                                : new byte[] {
                                    (byte) tag, (byte) 0x82, (byte) (size >> 8), (byte) size
                                };
        return Bytes.concat(Bytes.of(head), content);
    }

    /** A non-negative INTEGER up to {@code max}. */
    public int number(int max) {
        Bytes digits = expect(INTEGER);
        if (digits.isEmpty() || digits.size() > 4) {
            throw new MalformedException("a DER integer out of range");
        }
        int value = new BigInteger(digits.toArray()).intValueExact();
        if (value < 0 || value > max) {
            throw new MalformedException("a DER integer out of range");
        }
        return value;
    }

    /** Dotted form of an OBJECT IDENTIFIER (X.690 section 8.19). */
    public String oid() {
        Bytes in = expect(OBJECT_IDENTIFIER);
        StringBuilder out = new StringBuilder();
        long arc = 0;
        for (int i = 0; i < in.size(); i++) {
            if (arc > Integer.MAX_VALUE) {
                throw new MalformedException("an object identifier with too large an arc");
            }
            arc = (arc << 7) | (in.get(i) & 0x7f);
            if (in.get(i) >= 0) {
                append(out, arc);
                arc = 0;
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, long arc) {
        if (out.isEmpty()) {
            long first = Math.min(arc / 40, 2);
            out.append(first).append('.').append(arc - 40 * first);
        } else {
            out.append('.').append(arc);
        }
    }

    private static List<Der> readAll(Bytes input) {
        ByteReader in = ByteReader.bigEndian(input, "DER");
        List<Der> out = new ArrayList<>();
        while (in.remaining() > 0) {
            if (out.size() == MAX_ITEMS) {
                throw new MalformedException("too many DER elements");
            }
            int tag = in.u8();
            if ((tag & 0x1f) == 0x1f) {
                throw new MalformedException("a DER tag of the high form");
            }
            out.add(new Der(tag, in.bytes(length(in))));
        }
        return out;
    }

    private static int length(ByteReader in) {
        int first = in.u8();
        if (first < 0x80) {
            return first;
        }
        int length =
                switch (first) {
                    case 0x81 -> in.u8();
                    case 0x82 -> in.u16();
                    default -> throw new MalformedException("a DER length that is not taken");
                };
        if (length < (first == 0x81 ? 0x80 : 0x100)) {
            throw new MalformedException("a DER length longer than needed");
        }
        return length;
    }
}
