package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * An ECDSA P-384 signature as the report holds it: R and S little-endian in 72 bytes each, then
 * zeros.
 */
public record SnpSignature(Bytes r, Bytes s) {
    private static final int FIELD = 72;
    private static final int NUMBER = 48;
    private static final int AREA = 512;

    static SnpSignature read(ByteReader in) {
        Bytes r = number(in);
        Bytes s = number(in);
        in.zeros(AREA - 2 * FIELD);
        return new SnpSignature(r, s);
    }

    /** r ‖ s, big-endian. */
    public Bytes joined() {
        return Bytes.concat(r, s);
    }

    private static Bytes number(ByteReader in) {
        Bytes field = in.bytes(FIELD);
        byte[] out = new byte[NUMBER];
        for (int i = 0; i < FIELD; i++) {
            if (i < NUMBER) {
                out[NUMBER - 1 - i] = field.get(i);
            } else if (field.get(i) != 0) {
                throw new MalformedException("an SNP signature beyond P-384");
            }
        }
        return Bytes.of(out);
    }
}
