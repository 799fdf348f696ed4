package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * COSE_Sign1 (RFC 9052 section 4.2) as an anchors document uses it: tagged, ES256, one certificate
 * as x5chain (RFC 9360 section 2) in either header, and no other header.
 *
 * @param protectedHeader the encoded map
 * @param certificate DER
 * @param signature r ‖ s
 */
record CoseSign1(Bytes protectedHeader, Bytes certificate, Bytes payload, Bytes signature) {
    private static final long TAG = 18;
    private static final CborValue ALGORITHM = CborValue.of(1);
    private static final CborValue ES256 = CborValue.of(-7);
    private static final CborValue X5CHAIN = CborValue.of(33);
    private static final int SIGNATURE_SIZE = 64;

    /** The header that {@link #encode} writes: algorithm and certificate, both protected. */
    static Bytes header(Bytes certificate) {
        var map = new LinkedHashMap<CborValue, CborValue>();
        map.put(ALGORITHM, ES256);
        map.put(X5CHAIN, CborValue.of(certificate));
        return CborWriter.encode(new CborValue.Dictionary(map));
    }

    /** The Sig_structure (RFC 9052 section 4.4). */
    static Bytes toBeSigned(Bytes protectedHeader, Bytes payload) {
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of("Signature1"),
                        CborValue.of(protectedHeader),
                        CborValue.of(Bytes.EMPTY),
                        CborValue.of(payload)));
    }

    static Bytes encode(Bytes protectedHeader, Bytes payload, Bytes signature) {
        signature.requireSize(SIGNATURE_SIZE, "an ES256 signature");
        return CborWriter.encode(
                new CborValue.Tagged(
                        TAG,
                        CborValue.array(
                                CborValue.of(protectedHeader),
                                CborValue.map(Map.of()),
                                CborValue.of(payload),
                                CborValue.of(signature))));
    }

    static CoseSign1 parse(Bytes cose) {
        if (!(CborReader.strictWithTags(cose, AnchorsDocument.MAX_SIZE)
                        instanceof CborValue.Tagged(long tag, CborValue content))
                || tag != TAG) {
            throw new MalformedException("not a tagged COSE_Sign1");
        }
        List<CborValue> parts = content.asArray("a COSE_Sign1", 4);
        Bytes header = parts.get(0).asBytes("the protected header");
        var headers =
                new LinkedHashMap<>(
                        CborReader.strict(header, AnchorsDocument.MAX_SIZE)
                                .asMap("the protected header"));
        if (!ES256.equals(headers.remove(ALGORITHM))) {
            throw new MalformedException("a COSE_Sign1 of another algorithm than ES256");
        }
        parts.get(1)
                .asMap("the unprotected header")
                .forEach((key, value) -> addOnce(headers, key, value));
        CborValue chain = headers.remove(X5CHAIN);
        if (chain == null || !headers.isEmpty()) {
            throw new MalformedException("a COSE_Sign1 with other headers than alg and x5chain");
        }
        return new CoseSign1(
                header,
                chain.asBytes("x5chain"),
                parts.get(2).asBytes("the payload"),
                parts.get(3).asBytes("the signature", SIGNATURE_SIZE));
    }

    private static void addOnce(Map<CborValue, CborValue> headers, CborValue key, CborValue value) {
        if (headers.put(key, value) != null) {
            throw new MalformedException("a COSE header twice");
        }
    }

    Bytes toBeSigned() {
        return toBeSigned(protectedHeader, payload);
    }
}
