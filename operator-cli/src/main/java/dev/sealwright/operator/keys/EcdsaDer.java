package dev.sealwright.operator.keys;

import dev.sealwright.protocol.Bytes;
import java.math.BigInteger;

/** r ‖ s of ES256 as the SEQUENCE that X.509 and OpenSSL have (RFC 3279 section 2.2.3). */
final class EcdsaDer {
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;

    private EcdsaDer() {}

    /**
     * @param rs 64 bytes, so that every length below fits into one byte
     */
    static Bytes of(Bytes rs) {
        rs.requireSize(64, "an ES256 signature");
        return element(SEQUENCE, Bytes.concat(integer(rs.slice(0, 32)), integer(rs.slice(32, 64))));
    }

    private static Bytes integer(Bytes magnitude) {
        return element(INTEGER, Bytes.of(new BigInteger(1, magnitude.toArray()).toByteArray()));
    }

    private static Bytes element(byte tag, Bytes content) {
        return Bytes.concat(Bytes.of(new byte[] {tag, (byte) content.size()}), content);
    }
}
