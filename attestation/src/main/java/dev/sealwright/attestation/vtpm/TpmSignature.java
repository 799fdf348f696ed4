package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** An RSASSA signature with SHA-256: bare, or as a TPMT_SIGNATURE (Part 2, 11.3.4). */
final class TpmSignature {
    private static final int RSASSA = 0x0014;
    private static final int MAX_SIZE = 512;

    private TpmSignature() {}

    /** The bare signature. A bare one of an RSA key of 2048 bits or more is 256 bytes or more. */
    static Bytes bare(Bytes received) {
        if (received.size() > MAX_SIZE + 6) {
            throw new MalformedException("a TPM signature that is too long");
        }
        if (received.size() % 64 == 0) {
            return received;
        }
        ByteReader in = ByteReader.bigEndian(received, "a TPM signature");
        if (in.u16() != RSASSA || in.u16() != TpmQuote.SHA256) {
            throw new MalformedException("a TPM signature that is not RSASSA with SHA-256");
        }
        Bytes bare = in.bytes(in.u16(), MAX_SIZE);
        in.end();
        return bare;
    }
}
