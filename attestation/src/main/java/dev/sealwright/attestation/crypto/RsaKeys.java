package dev.sealwright.attestation.crypto;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/** RSA public keys as evidence names them. */
public final class RsaKeys {
    private static final int MAX_BITS = 8192;

    private RsaKeys() {}

    /** From the {@code n} and {@code e} of a JWK (RFC 7518 section 6.3.1). */
    public static PublicKey jwk(JsonFields key) {
        return of(Bytes.fromBase64Url(key.text("n")), Bytes.fromBase64Url(key.text("e")));
    }

    /** From modulus and public exponent, big-endian. */
    public static PublicKey of(Bytes modulus, Bytes exponent) {
        if (modulus.size() > MAX_BITS / 8 || exponent.size() > 4) {
            throw new MalformedException("an RSA key that is too large");
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new RSAPublicKeySpec(
                                    new BigInteger(1, modulus.toArray()),
                                    new BigInteger(1, exponent.toArray())));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not an RSA key", e);
        }
    }

    /** An RSA key of at least {@code bits} bits. */
    public static boolean strong(PublicKey key, int bits) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= bits;
    }
}
