package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * Reads fixed binary structures front to back. Every read is checked against what is left, so no
 * length in the input can reach beyond it.
 */
public final class ByteReader {
    private final Bytes input;
    private final boolean littleEndian;
    private final String what;
    private int at;

    private ByteReader(Bytes input, boolean littleEndian, String what) {
        this.input = input;
        this.littleEndian = littleEndian;
        this.what = what;
    }

    /** For the structures of AMD, Intel and the Azure HCL. */
    public static ByteReader littleEndian(Bytes input, String what) {
        return new ByteReader(input, true, what);
    }

    /** For TPM structures. */
    public static ByteReader bigEndian(Bytes input, String what) {
        return new ByteReader(input, false, what);
    }

    public int u8() {
        need(1);
        return input.get(at++) & 0xff;
    }

    public int u16() {
        return (int) number(2);
    }

    public long u32() {
        return number(4);
    }

    /** All 64 bits; values from 2^63 on come out negative. */
    public long u64() {
        return number(8);
    }

    public Bytes bytes(int size) {
        need(size);
        Bytes out = input.slice(at, at + size);
        at += size;
        return out;
    }

    /** A length read from the input: at most {@code max}. */
    public Bytes bytes(long size, int max) {
        if (size > max) {
            throw new MalformedException(what + " has a part longer than " + max + " bytes");
        }
        return bytes((int) size);
    }

    /** Reserved bytes, which must be zero. */
    public void zeros(int size) {
        if (!allZero(bytes(size))) {
            throw new MalformedException(what + " has a reserved byte that is not zero");
        }
    }

    public int at() {
        return at;
    }

    public int remaining() {
        return input.size() - at;
    }

    public Bytes rest() {
        return bytes(remaining());
    }

    public void end() {
        if (remaining() != 0) {
            throw new MalformedException(what + " has trailing bytes");
        }
    }

    public static boolean allZero(Bytes bytes) {
        int or = 0;
        for (int i = 0; i < bytes.size(); i++) {
            or |= bytes.get(i);
        }
        return or == 0;
    }

    private long number(int size) {
        need(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            int from = littleEndian ? size - 1 - i : i;
            value = (value << 8) | (input.get(at + from) & 0xff);
        }
        at += size;
        return value;
    }

    private void need(int size) {
        if (size < 0 || size > remaining()) {
            throw new MalformedException(what + " ends too early");
        }
    }
}
