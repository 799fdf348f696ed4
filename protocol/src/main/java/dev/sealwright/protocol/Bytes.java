package dev.sealwright.protocol;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable byte string with value equality. Arrays are copied on the way in and out. {@link
 * #toString} shows only the length and the first four bytes, so that a value in a log line or an
 * exception gives nothing away.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHOWN = 4;

    /** Stands in a decoded text for each byte that was none, and for itself. */
    private static final char REPLACEMENT = '\ufffd';

    private final byte[] value;

    private Bytes(byte[] owned) {
        this.value = owned;
    }

    /** A copy of {@code value}. */
    public static Bytes of(byte[] value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /** What the digest makes of all it was fed, see {@link #into}. */
    public static Bytes from(MessageDigest digest) {
        return new Bytes(digest.digest());
    }

    /** The UTF-8 encoding of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code size} zero bytes. */
    public static Bytes zeros(int size) {
        return new Bytes(new byte[size]);
    }

    /** The eight bytes of {@code value}, most significant first. */
    public static Bytes uint64(long value) {
        byte[] out = new byte[Long.BYTES];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (value >>> (56 - 8 * i));
        }
        return new Bytes(out);
    }

    public static Bytes concat(Bytes... parts) {
        int size = 0;
        for (Bytes part : parts) {
            size = Math.addExact(size, part.value.length);
        }
        byte[] out = new byte[size];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.value, 0, out, at, part.value.length);
            at += part.value.length;
        }
        return new Bytes(out);
    }

    /** Reads pairs of hexadecimal digits of either case. */
    public static Bytes fromHex(String text) {
        try {
            return new Bytes(HEX.parseHex(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not hexadecimal", e);
        }
    }

    /**
     * Reads base64url without padding (RFC 4648 section 5); only the canonical form, with no stray
     * bits, is taken.
     */
    public static Bytes fromBase64Url(String text) {
        return decode(
                Base64.getUrlDecoder(), text, "base64url", Base64.getUrlEncoder().withoutPadding());
    }

    /**
     * Reads base64 with padding (RFC 4648 section 4); only the canonical form, with no stray bits,
     * is taken.
     */
    public static Bytes fromBase64(String text) {
        return decode(Base64.getDecoder(), text, "base64", Base64.getEncoder());
    }

    private static Bytes decode(
            Base64.Decoder decoder, String text, String form, Base64.Encoder again) {
        try {
            byte[] out = decoder.decode(text);
            if (!again.encodeToString(out).equals(text)) {
                throw new MalformedException("not canonical " + form);
            }
            return new Bytes(out);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not " + form, e);
        }
    }

    public int size() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    public byte get(int index) {
        return value[index];
    }

    public byte[] toArray() {
        return value.clone();
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        if (from < 0 || to > value.length || from > to) {
            throw new IndexOutOfBoundsException(
                    "slice " + from + ".." + to + " of " + value.length);
        }
        return new Bytes(Arrays.copyOfRange(value, from, to));
    }

    /** Copies {@code size} bytes from {@code from} on into an array. */
    public void copy(int from, byte[] into, int at, int size) {
        System.arraycopy(value, from, into, at, size);
    }

    /** These bytes as text, if they are UTF-8 (RFC 3629). */
    public String text() {
        return text(0, value.length);
    }

    /** The same of those from {@code from} (inclusive) to {@code to} (exclusive). */
    public String text(int from, int to) {
        // The platform's own conversion is much faster than a decoder, and replaces in silence.
        String text = new String(value, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictUtf8(from, to);
    }

    private String strictUtf8(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text that is not UTF-8", e);
        }
    }

    /** Whether it begins with these bytes, all of them. */
    public boolean startsWith(Bytes prefix) {
        int size = prefix.value.length;
        return value.length >= size && Arrays.equals(value, 0, size, prefix.value, 0, size);
    }

    /** Feeds the digest, without a copy. */
    public void into(MessageDigest digest) {
        digest.update(value);
    }

    public InputStream stream() {
        return new ByteArrayInputStream(value);
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HEX.formatHex(value);
    }

    /** base64url without padding. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** base64 with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    /** This value, if it has exactly {@code size} bytes. */
    public Bytes requireSize(int size, String what) {
        if (value.length != size) {
            throw new MalformedException(what + " is " + value.length + " bytes, not " + size);
        }
        return this;
    }

    /** Equality whose duration depends on the lengths only. */
    public boolean equalsConstantTime(Bytes other) {
        return MessageDigest.isEqual(value, other.value);
    }

    /** Bytewise unsigned order, a prefix first. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        int shown = Math.min(SHOWN, value.length);
        String rest = shown < value.length ? "…" : "";
        return value.length + " bytes " + HEX.formatHex(value, 0, shown) + rest;
    }
}
