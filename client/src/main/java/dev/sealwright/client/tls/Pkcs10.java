package dev.sealwright.client.tls;

import dev.sealwright.protocol.Bytes;

/**
 * A certification request (PKCS#10, RFC 2986) that says only: whoever holds this key asks. The
 * subject is empty and there are no attributes, because the service takes nothing else from it.
 */
public final class Pkcs10 {
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final Bytes VERSION_0 = Bytes.fromHex("020100");
    private static final Bytes EMPTY_SUBJECT = Bytes.fromHex("3000");
    private static final Bytes NO_ATTRIBUTES = Bytes.fromHex("a000");

    private Pkcs10() {}

    /** DER, signed by the key itself. */
    public static Bytes request(HostKey key) {
        Bytes info = der(SEQUENCE, VERSION_0, EMPTY_SUBJECT, key.spki(), NO_ATTRIBUTES);
        Bytes signature = der(BIT_STRING, Bytes.fromHex("00"), key.sign(info));
        return der(SEQUENCE, info, algorithm(key), signature);
    }

    /** AlgorithmIdentifier without parameters (RFC 5758 section 3.2, RFC 8410 section 3). */
    private static Bytes algorithm(HostKey key) {
        return Bytes.fromHex(
                switch (key.scheme()) {
                    case ECDSA_P256 -> "300a06082a8648ce3d040302";
                    case ECDSA_P384 -> "300a06082a8648ce3d040303";
                    case ED25519 -> "300506032b6570";
                    case ECDSA_P256_RAW ->
                            throw new IllegalArgumentException("no X.509 form of raw ECDSA");
                });
    }

    private static Bytes der(int tag, Bytes... parts) {
        Bytes content = Bytes.concat(parts);
        return Bytes.concat(Bytes.of(new byte[] {(byte) tag}), length(content.size()), content);
    }

    private static Bytes length(int size) {
        if (size < 0x80) {
            return Bytes.of(new byte[] {(byte) size});
        }
        if (size < 0x100) {
            return Bytes.of(new byte[] {(byte) 0x81, (byte) size});
        }
        return Bytes.of(new byte[] {(byte) 0x82, (byte) (size >>> 8), (byte) size});
    }
}
