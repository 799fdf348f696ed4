package dev.sealwright.attestation.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** Attestation keys given as a DER SubjectPublicKeyInfo: RSA, or a point on P-256 or P-384. */
public final class SpkiKeys {
    private static final int MAX_SIZE = 2048;

    private SpkiKeys() {}

    public static PublicKey of(Bytes der) {
        if (der.size() > MAX_SIZE) {
            throw new MalformedException("a public key of more than " + MAX_SIZE + " bytes");
        }
        try {
            return decoded("RSA", der);
        } catch (GeneralSecurityException notRsa) {
            return point(der);
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
