package dev.sealwright.protocol;

import java.time.Instant;
import java.util.UUID;

/** UUIDs as 16 bytes and as canonical text (RFC 9562 section 4), and how a version 7 is made. */
public final class Uuids {
    public static final int SIZE = 16;

    /** Random bytes that {@link #v7} takes. */
    public static final int RANDOM_SIZE = 10;

    private static final int TEXT_LENGTH = 36;

    /** Bits of the upper half of a UUIDv7 that stand behind its time. */
    private static final int BEHIND_TIME = 16;

    private Uuids() {}

    /**
     * RFC 9562 section 5.7: 48 bits of milliseconds, then random bits around version and variant.
     */
    public static Bytes v7(Instant time, Bytes random) {
        byte[] out = new byte[SIZE];
        byte[] millis = Bytes.uint64(time.toEpochMilli()).toArray();
        System.arraycopy(millis, 2, out, 0, 6);
        System.arraycopy(
                random.requireSize(RANDOM_SIZE, "the random part").toArray(),
                0,
                out,
                6,
                RANDOM_SIZE);
        out[6] = (byte) (0x70 | (out[6] & 0x0f));
        out[8] = (byte) (0x80 | (out[8] & 0x3f));
        return Bytes.of(out);
    }

    /** The time that a UUIDv7 begins with, to the millisecond (RFC 9562 section 5.7). */
    public static Instant time(UUID v7) {
        return Instant.ofEpochMilli(v7.getMostSignificantBits() >>> BEHIND_TIME);
    }

    public static boolean isV7(Bytes id) {
        return id.size() == SIZE && (id.get(6) & 0xf0) == 0x70 && (id.get(8) & 0xc0) == 0x80;
    }

    public static String text(Bytes id) {
        String hex = id.requireSize(SIZE, "a UUID").hex();
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20));
    }

    /** Reads the canonical lower-case form only. */
    public static Bytes parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new MalformedException("not a UUID");
        }
        Bytes id = Bytes.fromHex(text.replace("-", "")).requireSize(SIZE, "a UUID");
        if (!text(id).equals(text)) {
            throw new MalformedException("not the canonical form of a UUID");
        }
        return id;
    }

    public static UUID uuid(Bytes id) {
        return UUID.fromString(text(id));
    }

    public static Bytes bytes(UUID uuid) {
        return Bytes.concat(
                Bytes.uint64(uuid.getMostSignificantBits()),
                Bytes.uint64(uuid.getLeastSignificantBits()));
    }
}
