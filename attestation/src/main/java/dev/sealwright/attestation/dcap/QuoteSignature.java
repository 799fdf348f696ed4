package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What vouches for a quote's body: the attestation key signs it, the quoting enclave's report binds
 * that key, the platform's certificate (PCK) signs that report.
 */
public record QuoteSignature(
        Bytes signature,
        Bytes attestationKey,
        EnclaveReport quotingEnclave,
        Bytes quotingEnclaveSignature,
        Bytes authenticationData,
        List<X509Certificate> certificates) {
    private static final int QE_REPORT_CERTIFICATION = 6;
    private static final int PCK_CHAIN_PEM = 5;
    private static final int MAX_PART = 16 * 1024;

    public QuoteSignature {
        certificates = List.copyOf(certificates);
    }

    /** Version 3 has the quoting enclave's report in place; later ones wrap it as type 6. */
    static QuoteSignature read(Bytes data, int version) {
        ByteReader outer = ByteReader.littleEndian(data, "a quote's signature data");
        Bytes signature = outer.bytes(64);
        Bytes key = outer.bytes(64);
        ByteReader in = version == 3 ? outer : certification(outer);
        EnclaveReport enclave = EnclaveReport.parse(in.bytes(EnclaveReport.SIZE));
        Bytes enclaveSignature = in.bytes(64);
        Bytes authentication = in.bytes(in.u16(), MAX_PART);
        Bytes pem = typed(in, PCK_CHAIN_PEM);
        in.end();
        outer.end();
        return new QuoteSignature(
                signature, key, enclave, enclaveSignature, authentication, Certificates.pem(pem));
    }

    private static ByteReader certification(ByteReader outer) {
        return ByteReader.littleEndian(
                typed(outer, QE_REPORT_CERTIFICATION), "a quote's certification data");
    }

    private static Bytes typed(ByteReader in, int type) {
        if (in.u16() != type) {
            throw new MalformedException("a quote with certification data of another type");
        }
        return in.bytes(in.u32(), MAX_PART);
    }
}
