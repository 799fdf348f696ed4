package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.math.BigInteger;

/** The serial number of a certificate follows from the leaf it was issued for. */
public final class CertificateSerial {
    private static final int SIZE = 16;

    private CertificateSerial() {}

    /**
     * The first 16 bytes of SHA-256(origin ‖ uint64 index ‖ leaf), top bit cleared; one in the case
     * of zero, which RFC 5280 section 4.1.2.2 forbids.
     */
    public static BigInteger of(String origin, long index, Bytes leaf) {
        Bytes hash = Sha256.of(Bytes.utf8(origin), Bytes.uint64(index), leaf).slice(0, SIZE);
        BigInteger serial = new BigInteger(1, hash.toArray()).clearBit(8 * SIZE - 1);
        return serial.signum() == 0 ? BigInteger.ONE : serial;
    }
}
