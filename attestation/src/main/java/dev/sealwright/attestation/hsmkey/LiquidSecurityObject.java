package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.crypto.Curve;
import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One half of a key pair as an attestation lists it: its handle and its attributes, by the numbers
 * of PKCS#11 with Marvell's own beside them.
 */
record LiquidSecurityObject(long handle, Map<Long, Bytes> attributes) {
    static final int PUBLIC_KEY = 2;
    static final int PRIVATE_KEY = 3;

    private static final long CLASS = 0x0000;
    private static final long KEY_TYPE = 0x0100;
    private static final long ID = 0x0102;
    private static final long SENSITIVE = 0x0103;
    private static final long MODULUS = 0x0120;
    private static final long MODULUS_BITS = 0x0121;
    private static final long PUBLIC_EXPONENT = 0x0122;
    private static final long EXTRACTABLE = 0x0162;
    private static final long LOCAL = 0x0163;
    private static final long NEVER_EXTRACTABLE = 0x0164;
    private static final long ALWAYS_SENSITIVE = 0x0165;

    /** Whether it can be handed out in parts, and whether it is such a part. */
    private static final long SPLITTABLE = 0x80000002L;

    private static final long IS_SPLIT = 0x80000003L;

    private static final int RSA = 0;
    private static final int EC = 3;

    /** Curves are named by OpenSSL's numbers, in the place of a modulus' size. */
    private static final int P256 = 415;

    private static final int P384 = 715;

    private static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_VALUE = 1024;
    private static final int MIN_RSA_BITS = 2048;
    private static final int UNCOMPRESSED = 0x04;

    LiquidSecurityObject {
        attributes = Map.copyOf(attributes);
    }

    /** Reads header and attributes, and nothing behind them. */
    static LiquidSecurityObject read(ByteReader in, int maxSize) {
        long handle = in.u32();
        long count = in.u32();
        ByteReader body =
                ByteReader.bigEndian(
                        in.bytes(in.u32(), maxSize), "an object of a LiquidSecurity attestation");
        if (count > MAX_ATTRIBUTES) {
            throw new MalformedException("a LiquidSecurity attestation of too many attributes");
        }
        Map<Long, Bytes> attributes = new HashMap<>();
        for (long i = 0; i < count; i++) {
            long type = body.u32();
            if (attributes.put(type, body.bytes(body.u32(), MAX_VALUE)) != null) {
                throw new MalformedException("attribute " + name(type) + " twice");
            }
        }
        body.end();
        return new LiquidSecurityObject(handle, attributes);
    }

    /** {@code CKA_CLASS}. */
    int kind() {
        return octet(CLASS);
    }

    /** {@code CKA_ID}, without the zeros that fill the field: as text, or else hexadecimal. */
    String id() {
        Bytes id = value(ID);
        int size = id.size();
        while (size > 0 && id.get(size - 1) == 0) {
            size--;
        }
        Bytes content = id.slice(0, size);
        String text = new String(content.toArray(), StandardCharsets.US_ASCII);
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F) ? text : content.hex();
    }

    /** What it says of a private key. */
    Map<KeyClaim, Boolean> claims() {
        // All are read, whatever the first ones say.
        boolean extractable = flag(EXTRACTABLE);
        boolean splittable = flag(SPLITTABLE);
        boolean split = flag(IS_SPLIT);
        boolean sensitive = flag(SENSITIVE);
        boolean alwaysSensitive = flag(ALWAYS_SENSITIVE);
        return Map.of(
                KeyClaim.GENERATED,
                flag(LOCAL),
                KeyClaim.NOT_EXTRACTABLE,
                !extractable && !splittable && !split,
                KeyClaim.NEVER_EXTRACTABLE,
                flag(NEVER_EXTRACTABLE),
                KeyClaim.SENSITIVE,
                sensitive && alwaysSensitive);
    }

    /** The public key that both halves name: RSA, or a point of P-256 or P-384. */
    PublicKey publicKey() {
        return switch (octet(KEY_TYPE)) {
            case RSA -> rsa();
            case EC -> point();
            default -> throw new MalformedException("attestation of a key of a type not taken");
        };
    }

    private PublicKey rsa() {
        PublicKey key = RsaKeys.of(value(MODULUS), value(PUBLIC_EXPONENT));
        int bits = number(MODULUS_BITS);
        if (bits < MIN_RSA_BITS || !RsaKeys.strong(key, bits) || RsaKeys.strong(key, bits + 1)) {
            throw new MalformedException("attestation of an RSA key of a size that is not taken");
        }
        return key;
    }

    private PublicKey point() {
        Bytes point = value(MODULUS);
        if (point.isEmpty() || point.get(0) != UNCOMPRESSED) {
            throw new MalformedException("attestation of a point that is not uncompressed");
        }
        Curve curve =
                switch (number(MODULUS_BITS)) {
                    case P256 -> Curve.P256;
                    case P384 -> Curve.P384;
                    default ->
                            throw new MalformedException(
                                    "attestation of a key on a curve that is not taken");
                };
        return curve.point(point.slice(1, point.size()));
    }

    /** One byte, yes or no. */
    private boolean flag(long type) {
        int value = octet(type);
        if (value > 1) {
            throw new MalformedException("attribute " + name(type) + " is neither yes nor no");
        }
        return value == 1;
    }

    private int octet(long type) {
        return value(type).requireSize(1, "attribute " + name(type)).get(0) & 0xFF;
    }

    private Bytes value(long type) {
        Bytes value = attributes.get(type);
        if (value == null) {
            throw new MalformedException("no attribute " + name(type) + " in an attestation");
        }
        return value;
    }

    private int number(long type) {
        Bytes value = value(type).requireSize(Integer.BYTES, "attribute " + name(type));
        long number = ByteReader.bigEndian(value, "an attribute").u32();
        if (number >= Integer.MAX_VALUE) {
            throw new MalformedException("attribute " + name(type) + " is out of range");
        }
        return (int) number;
    }

    private static String name(long type) {
        return String.format(Locale.ROOT, "0x%04x", type);
    }
}
