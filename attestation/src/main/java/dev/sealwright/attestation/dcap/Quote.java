package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/**
 * An Intel quote taken apart but neither interpreted nor verified: SGX version 3, TDX versions 4
 * and 5. What follows the signature data is kept as {@code trailing}; platforms pad there, and
 * nothing signs it.
 *
 * @param signedPart header and body as received
 * @param bodyType 1 SGX enclave, 2 TD 1.0, 3 TD 1.5
 */
public record Quote(
        QuoteHeader header,
        Bytes signedPart,
        int bodyType,
        Bytes body,
        QuoteSignature signature,
        Bytes trailing) {
    public static final int MAX_SIZE = 32 * 1024;
    public static final int ENCLAVE = 1;
    public static final int TD_1_0 = 2;
    public static final int TD_1_5 = 3;

    private static final int TD_1_0_SIZE = 584;
    private static final int TD_1_5_SIZE = 648;

    public static Quote parse(Bytes received) {
        if (received.size() > MAX_SIZE) {
            throw new MalformedException("a quote of more than " + MAX_SIZE + " bytes");
        }
        ByteReader in = ByteReader.littleEndian(received, "a quote");
        QuoteHeader header = QuoteHeader.read(in);
        int type = type(header, in);
        Bytes body = in.bytes(size(type));
        Bytes signedPart = received.slice(0, in.at());
        Bytes data = in.bytes(in.u32(), MAX_SIZE);
        return new Quote(
                header,
                signedPart,
                type,
                body,
                QuoteSignature.read(data, header.version()),
                in.rest());
    }

    private static int type(QuoteHeader header, ByteReader in) {
        boolean tdx = header.teeType() == QuoteHeader.TDX;
        if (header.version() == 3 && header.teeType() == QuoteHeader.SGX) {
            return ENCLAVE;
        }
        if (header.version() == 4 && tdx) {
            return TD_1_0;
        }
        if (header.version() == 5 && tdx) {
            int type = in.u16();
            if ((type == TD_1_0 || type == TD_1_5) && in.u32() == size(type)) {
                return type;
            }
        }
        throw new MalformedException("a quote of a version, TEE or body type that is not taken");
    }

    private static int size(int type) {
        return switch (type) {
            case ENCLAVE -> EnclaveReport.SIZE;
            case TD_1_0 -> TD_1_0_SIZE;
            default -> TD_1_5_SIZE;
        };
    }

    public boolean trailingZero() {
        return ByteReader.allZero(trailing);
    }
}
