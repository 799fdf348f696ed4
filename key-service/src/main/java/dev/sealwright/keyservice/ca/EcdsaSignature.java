package dev.sealwright.keyservice.ca;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/**
 * ECDSA signatures: r ‖ s as an HSM gives them, to the SEQUENCE of X.509 (RFC 3279 section 2.2.3).
 */
public final class EcdsaSignature {
    private EcdsaSignature() {}

    /** The DER form of r ‖ s, both of one width. */
    public static Bytes der(Bytes rs) {
        int width = rs.size() / 2;
        ASN1Integer r = integer(rs.slice(0, width));
        ASN1Integer s = integer(rs.slice(width, rs.size()));
        try {
            return Bytes.of(new DERSequence(new ASN1Integer[] {r, s}).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("two integers have a DER form", e);
        }
    }

    private static ASN1Integer integer(Bytes magnitude) {
        return new ASN1Integer(new BigInteger(1, magnitude.toArray()));
    }
}
