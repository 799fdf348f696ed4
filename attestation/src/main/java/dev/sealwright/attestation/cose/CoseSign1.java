package dev.sealwright.attestation.cose;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.List;
import java.util.Map;

/**
 * A COSE_Sign1 (RFC 9052 section 4.2), tagged 18 or not, from a writer that need not be
 * deterministic. {@code protectedBytes} and {@code payload} are the received bytes, and what is
 * verified.
 */
public record CoseSign1(
        Bytes protectedBytes,
        Map<CborValue, CborValue> protectedHeader,
        Map<CborValue, CborValue> unprotectedHeader,
        Bytes payload,
        Bytes signature) {
    public static final long ES384 = -35;
    public static final long PS384 = -38;

    private static final long TAG = 18;
    private static final CborValue ALGORITHM = CborValue.of(1);

    public static CoseSign1 parse(Bytes received, int maxSize) {
        CborValue value = CborReader.lenient(received, maxSize);
        if (value instanceof CborValue.Tagged(long tag, CborValue content) && tag == TAG) {
            value = content;
        }
        List<CborValue> parts = value.asArray("a COSE_Sign1", 4);
        Bytes header = parts.get(0).asBytes("a protected header");
        return new CoseSign1(
                header,
                CborReader.lenient(header, maxSize).asMap("a protected header"),
                parts.get(1).asMap("an unprotected header"),
                parts.get(2).asBytes("a COSE payload"),
                parts.get(3).asBytes("a COSE signature"));
    }

    /** From the protected header; a COSE without one is refused. */
    public long algorithm() {
        CborValue value = protectedHeader.get(ALGORITHM);
        if (value == null) {
            throw new MalformedException("a COSE_Sign1 without a protected algorithm");
        }
        return value.asInt("a COSE algorithm");
    }

    /** The Sig_structure (RFC 9052 section 4.4) with empty external data. */
    public Bytes signedPart() {
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of("Signature1"),
                        CborValue.of(protectedBytes),
                        CborValue.of(Bytes.EMPTY),
                        CborValue.of(payload)));
    }
}
