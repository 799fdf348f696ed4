package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** The 48 bytes every quote begins with. */
public record QuoteHeader(int version, long teeType, int qeSvn, int pceSvn, Bytes userData) {
    public static final int SIZE = 48;
    public static final long SGX = 0;
    public static final long TDX = 0x81;

    private static final int ECDSA_P256 = 2;
    private static final Bytes INTEL_QE = Bytes.fromHex("939a7233f79c4ca9940a0db3957f0607");

    static QuoteHeader read(ByteReader in) {
        int version = in.u16();
        if (in.u16() != ECDSA_P256) {
            throw new MalformedException("a quote signed by a key that is not ECDSA P-256");
        }
        // In version 3 the TEE type's place is reserved, and zero is SGX in the later ones too.
        long teeType = in.u32();
        int qeSvn = in.u16();
        int pceSvn = in.u16();
        if (!in.bytes(16).equals(INTEL_QE)) {
            throw new MalformedException("a quote whose quoting enclave is not Intel's");
        }
        return new QuoteHeader(version, teeType, qeSvn, pceSvn, in.bytes(20));
    }
}
