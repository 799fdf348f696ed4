package dev.sealwright.attestation.crypto;

import dev.sealwright.attestation.wire.Der;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Attestation keys given as a DER SubjectPublicKeyInfo: RSA, or a point on P-256 or P-384. */
public final class SpkiKeys {
    private static final int MAX_SIZE = 2048;
    private static final String RSA = "1.2.840.113549.1.1.1";

    private SpkiKeys() {}

    public static PublicKey of(Bytes der) {
        if (der.size() > MAX_SIZE) {
            throw new MalformedException("a public key of more than " + MAX_SIZE + " bytes");
        }
        return algorithm(der).equals(RSA) ? rsa(der) : point(der);
    }

    /** Such as {@code P-256} or {@code RSA 3072}; of others, their algorithm. */
    public static String name(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey _ when Curve.P256.owns(key) -> "P-256";
            case ECPublicKey _ when Curve.P384.owns(key) -> "P-384";
            default -> key.getAlgorithm();
        };
    }

    /** The algorithm's object identifier (RFC 5280 section 4.1). */
    private static String algorithm(Bytes der) {
        return first(first(Der.read(der))).oid();
    }

    private static Der first(Der sequence) {
        List<Der> items = sequence.items();
        if (items.isEmpty()) {
            throw new MalformedException("a public key without an algorithm");
        }
        return items.getFirst();
    }

    private static PublicKey rsa(Bytes der) {
        try {
            return decoded("RSA", der);
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not an RSA key", e);
        }
    }

    private static PublicKey point(Bytes der) {
        try {
            PublicKey key = decoded("EC", der);
            if (Arrays.stream(Curve.values()).anyMatch(curve -> curve.owns(key))) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not an RSA or elliptic curve key", e);
        }
        throw new MalformedException("a key on a curve that is not taken");
    }

    private static PublicKey decoded(String algorithm, Bytes der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm)
                .generatePublic(new X509EncodedKeySpec(der.toArray()));
    }
}
