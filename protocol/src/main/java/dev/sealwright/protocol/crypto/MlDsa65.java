package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/**
 * ML-DSA-65 (FIPS 204), pure and with the empty context: verification, and the two forms of a
 * public key.
 */
public final class MlDsa65 {
    public static final int KEY_SIZE = 1952;
    public static final int SIGNATURE_SIZE = 3309;

    private static final String NAME = "ML-DSA-65";

    /** RFC 9881 section 4: a SubjectPublicKeyInfo is these 22 bytes and the raw key. */
    private static final Bytes SPKI_PREFIX =
            Bytes.fromHex("308207b2300b0609608648016503040312038207a100");

    private MlDsa65() {}

    /** False for any signature that does not verify, whatever is wrong with it or with the key. */
    public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.size() != KEY_SIZE || signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(NAME);
            verifier.initVerify(publicKey(publicKey));
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has " + NAME, e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** DER SubjectPublicKeyInfo of a raw key. */
    public static Bytes spki(Bytes raw) {
        return Bytes.concat(SPKI_PREFIX, raw.requireSize(KEY_SIZE, "an ML-DSA-65 public key"));
    }

    /** The raw key inside a DER SubjectPublicKeyInfo. */
    public static Bytes raw(Bytes spki) {
        int prefix = SPKI_PREFIX.size();
        if (spki.size() != prefix + KEY_SIZE || !spki.startsWith(SPKI_PREFIX)) {
            throw new MalformedException("not the SubjectPublicKeyInfo of an ML-DSA-65 key");
        }
        return spki.slice(prefix, spki.size());
    }

    private static PublicKey publicKey(Bytes raw) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME)
                .generatePublic(new X509EncodedKeySpec(spki(raw).toArray()));
    }
}
