package dev.sealwright.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What a LiquidSecurity HSM says of a key pair, to be signed by {@link LiquidSecurityDevice}: made
 * inside, sensitive, never extractable, unless a test says otherwise.
 */
public final class LiquidSecurityBlob {
    public static final int CLASS = 0x0000;
    public static final int KEY_TYPE = 0x0100;
    public static final int ID = 0x0102;
    public static final int SENSITIVE = 0x0103;
    public static final int MODULUS = 0x0120;
    public static final int MODULUS_BITS = 0x0121;
    public static final int PUBLIC_EXPONENT = 0x0122;
    public static final int EXTRACTABLE = 0x0162;
    public static final int LOCAL = 0x0163;
    public static final int NEVER_EXTRACTABLE = 0x0164;
    public static final int ALWAYS_SENSITIVE = 0x0165;
    public static final int SPLITTABLE = 0x80000002;
    public static final int IS_SPLIT = 0x80000003;

    /** Bytes before the attributes' part. */
    public static final int HEADER = 32;

    private static final int SIGNATURE = 256;
    private static final int OF_MARVELL = 0x80000174;
    private static final int PUBLIC_HANDLE = 2588;
    private static final int PRIVATE_HANDLE = 2589;

    private final Map<Integer, byte[]> publicHalf = new LinkedHashMap<>();
    private final Map<Integer, byte[]> privateHalf = new LinkedHashMap<>();

    private LiquidSecurityBlob() {}

    /** Of an RSA key, or one on P-256 or P-384. */
    public static LiquidSecurityBlob of(PublicKey key) {
        var blob = new LiquidSecurityBlob();
        fill(blob.publicHalf, 2, key, 0);
        fill(blob.privateHalf, 3, key, 1);
        return blob;
    }

    private static void fill(Map<Integer, byte[]> half, int kind, PublicKey key, int bound) {
        half.put(CLASS, octet(kind));
        half.put(KEY_TYPE, octet(key instanceof RSAPublicKey ? 0 : 3));
        half.put(LOCAL, octet(1));
        half.put(SENSITIVE, octet(bound));
        half.put(EXTRACTABLE, octet(1 - bound));
        half.put(ID, Arrays.copyOf("log-key-1".getBytes(StandardCharsets.US_ASCII), 128));
        half.put(OF_MARVELL, new byte[32]);
        if (key instanceof RSAPublicKey rsa) {
            half.put(
                    MODULUS, magnitude(rsa.getModulus(), rsa.getModulus().bitLength() / Byte.SIZE));
            half.put(MODULUS_BITS, number(rsa.getModulus().bitLength()));
            half.put(PUBLIC_EXPONENT, magnitude(rsa.getPublicExponent(), 3));
        } else if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            half.put(MODULUS, point(ec, bits / Byte.SIZE));
            half.put(MODULUS_BITS, number(bits == 256 ? 415 : 715));
        } else {
            throw new IllegalArgumentException("no form of it is known");
        }
        half.put(ALWAYS_SENSITIVE, octet(bound));
        half.put(NEVER_EXTRACTABLE, octet(bound));
        half.put(SPLITTABLE, octet(0));
        half.put(IS_SPLIT, octet(0));
    }

    /** With another value in the private half. */
    public LiquidSecurityBlob with(int type, int... value) {
        privateHalf.put(type, bytes(value));
        return this;
    }

    /** With another value in the public half. */
    public LiquidSecurityBlob withPublic(int type, int... value) {
        publicHalf.put(type, bytes(value));
        return this;
    }

    /** With the private half of another. */
    public LiquidSecurityBlob withPrivateHalfOf(LiquidSecurityBlob other) {
        privateHalf.clear();
        privateHalf.putAll(other.privateHalf);
        return this;
    }

    public LiquidSecurityBlob without(int type) {
        privateHalf.remove(type);
        return this;
    }

    /** All that is signed. */
    public byte[] body() {
        byte[] first = object(PUBLIC_HANDLE, publicHalf);
        byte[] second = object(PRIVATE_HANDLE, privateHalf);
        int size = 8 + first.length + second.length;
        return written(
                out -> {
                    out.writeInt(0);
                    out.writeInt(3);
                    out.writeInt(HEADER + size + SIGNATURE);
                    out.writeInt(size);
                    out.writeLong(PUBLIC_HANDLE);
                    out.writeLong(PRIVATE_HANDLE);
                    out.writeShort(1);
                    out.writeShort(3);
                    out.writeShort(8);
                    out.writeShort(8 + first.length);
                    out.write(first);
                    out.write(second);
                });
    }

    /** The same with a signature that is none. */
    public byte[] unsigned() {
        byte[] body = body();
        return Arrays.copyOf(body, body.length + SIGNATURE);
    }

    /** As Google Cloud KMS hands an attestation out. */
    public static byte[] packed(byte[] attestation) {
        return written(
                out -> {
                    var gzip = new GZIPOutputStream(out);
                    gzip.write(attestation);
                    gzip.finish();
                });
    }

    private static byte[] object(int handle, Map<Integer, byte[]> attributes) {
        int size = attributes.values().stream().mapToInt(value -> 8 + value.length).sum();
        return written(
                out -> {
                    out.writeInt(handle);
                    out.writeInt(attributes.size());
                    out.writeInt(size);
                    for (Map.Entry<Integer, byte[]> attribute : attributes.entrySet()) {
                        out.writeInt(attribute.getKey());
                        out.writeInt(attribute.getValue().length);
                        out.write(attribute.getValue());
                    }
                });
    }

    private static byte[] point(ECPublicKey key, int size) {
        return written(
                out -> {
                    out.writeByte(4);
                    out.write(magnitude(key.getW().getAffineX(), size));
                    out.write(magnitude(key.getW().getAffineY(), size));
                });
    }

    private static byte[] magnitude(BigInteger number, int size) {
        byte[] signed = number.toByteArray();
        byte[] out = new byte[size];
        int taken = Math.min(size, signed.length);
        System.arraycopy(signed, signed.length - taken, out, size - taken, taken);
        return out;
    }

    private static byte[] number(int value) {
        return written(out -> out.writeInt(value));
    }

    private static byte[] octet(int value) {
        return new byte[] {(byte) value};
    }

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
