package dev.sealwright.attestation.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One gzip member (RFC 1952) with nothing behind it, unpacked within a bound. */
public final class Gzip {
    private static final Bytes MAGIC = Bytes.fromHex("1f8b");
    private static final int DEFLATE = 8;
    private static final int NAMED = 0x08;
    private static final int TRAILER = 8;

    private Gzip() {}

    /** Whether it begins as such a member does. */
    public static boolean isPacked(Bytes input) {
        return input.startsWith(MAGIC);
    }

    /**
     * What was packed.
     *
     * @param max how many bytes it may have at most; no more than that is ever unpacked
     * @throws MalformedException when it is no such member, is damaged or has more bytes
     */
    public static Bytes unpack(Bytes input, int max) {
        ByteReader in = ByteReader.littleEndian(input, "gzip");
        if (!in.bytes(MAGIC.size()).equals(MAGIC) || in.u8() != DEFLATE) {
            throw new MalformedException("not gzip");
        }
        int flags = in.u8();
        if ((flags & ~NAMED) != 0) {
            throw new MalformedException("gzip with a field that is not taken");
        }
        in.bytes(6); // when, how and where it was packed
        if (flags == NAMED) {
            passName(in);
        }
        byte[] out = inflated(in.bytes(in.remaining() - TRAILER), max);
        CRC32 crc = new CRC32();
        crc.update(out);
        if (in.u32() != crc.getValue() || in.u32() != out.length) {
            throw new MalformedException("gzip that unpacks to something else than it says");
        }
        return Bytes.of(out);
    }

    private static void passName(ByteReader in) {
        int last = in.u8();
        while (last != 0) {
            last = in.u8();
        }
    }

    private static byte[] inflated(Bytes packed, int max) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.toArray());
            byte[] out = new byte[max + 1];
            int size = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(out, size, out.length - size);
                size += more;
                if (size > max) {
                    throw new MalformedException("gzip of more than " + max + " bytes");
                }
                if (more == 0 && !inflater.finished()) {
                    throw new MalformedException("gzip that ends too early");
                }
            }
            if (inflater.getRemaining() != 0) {
                throw new MalformedException("gzip with trailing bytes");
            }
            return Arrays.copyOf(out, size);
        } catch (DataFormatException e) {
            throw new MalformedException("gzip that is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
