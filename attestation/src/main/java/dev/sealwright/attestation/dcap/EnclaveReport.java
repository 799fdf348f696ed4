package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;

/**
 * An SGX REPORTBODY (384 bytes): of the quoting enclave, or of the enclave an SGX quote is about.
 */
public record EnclaveReport(
        Bytes received,
        Bytes cpuSvn,
        Bytes miscSelect,
        Bytes attributes,
        Bytes mrEnclave,
        Bytes mrSigner,
        int productId,
        int svn,
        Bytes reportData) {
    public static final int SIZE = 384;

    private static final int DEBUG = 0x02;
    private static final int PROVISIONING_KEY = 0x10;

    public static EnclaveReport parse(Bytes received) {
        received.requireSize(SIZE, "an enclave report");
        ByteReader in = ByteReader.littleEndian(received, "an enclave report");
        Bytes cpuSvn = in.bytes(16);
        Bytes miscSelect = in.bytes(4);
        in.bytes(28);
        Bytes attributes = in.bytes(16);
        Bytes mrEnclave = in.bytes(32);
        in.bytes(32);
        Bytes mrSigner = in.bytes(32);
        in.bytes(96);
        int productId = in.u16();
        int svn = in.u16();
        in.bytes(60);
        return new EnclaveReport(
                received,
                cpuSvn,
                miscSelect,
                attributes,
                mrEnclave,
                mrSigner,
                productId,
                svn,
                in.bytes(64));
    }

    /** The host may read the enclave's memory. */
    public boolean debug() {
        return (attributes.get(0) & DEBUG) != 0;
    }

    public boolean mayUseProvisioningKey() {
        return (attributes.get(0) & PROVISIONING_KEY) != 0;
    }
}
