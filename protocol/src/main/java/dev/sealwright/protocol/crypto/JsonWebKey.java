package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A P-256 public key as RFC 7517 writes it, for verifying ES256.
 *
 * @param x and
 * @param y coordinates, 32 bytes each
 */
public record JsonWebKey(Bytes x, Bytes y) {
    private static final int COORDINATE = 32;

    public JsonWebKey {
        x.requireSize(COORDINATE, "x");
        y.requireSize(COORDINATE, "y");
    }

    /** The key of a P-256 SubjectPublicKeyInfo, DER. */
    public static JsonWebKey of(Bytes spki) {
        PublicKey key = Spki.parse(spki);
        if (key instanceof ECPublicKey ec && Curves.isP256(ec)) {
            return new JsonWebKey(
                    coordinate(ec.getW().getAffineX()), coordinate(ec.getW().getAffineY()));
        }
        throw new MalformedException("not a P-256 key");
    }

    private static Bytes coordinate(BigInteger value) {
        Bytes signed = Bytes.of(value.toByteArray());
        return signed.size() > COORDINATE
                ? signed.slice(signed.size() - COORDINATE, signed.size())
                : Bytes.concat(Bytes.zeros(COORDINATE - signed.size()), signed);
    }

    /** RFC 7638: base64url of SHA-256 over the required members in lexical order. */
    public String thumbprint() {
        String members =
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                        + x.base64Url()
                        + "\",\"y\":\""
                        + y.base64Url()
                        + "\"}";
        return Sha256.of(Bytes.utf8(members)).base64Url();
    }

    /** Members of the key in a JWK set; its id is its thumbprint. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("kty", "EC");
        members.put("crv", "P-256");
        members.put("x", x.base64Url());
        members.put("y", y.base64Url());
        members.put("use", "sig");
        members.put("alg", "ES256");
        members.put("kid", thumbprint());
        return members;
    }
}
