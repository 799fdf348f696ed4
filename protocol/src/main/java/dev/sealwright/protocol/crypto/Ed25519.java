package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 (RFC 8032): verification, and the two forms of a public key. */
public final class Ed25519 {
    public static final int KEY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    /** RFC 8410 section 4: a SubjectPublicKeyInfo is these twelve bytes and the raw key. */
    private static final Bytes SPKI_PREFIX = Bytes.fromHex("302a300506032b6570032100");

    private Ed25519() {}

    /** False for any signature that does not verify, whatever is wrong with it or with the key. */
    public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.size() != KEY_SIZE || signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey(publicKey));
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has Ed25519", e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** DER SubjectPublicKeyInfo of a raw key. */
    public static Bytes spki(Bytes raw) {
        return Bytes.concat(SPKI_PREFIX, raw.requireSize(KEY_SIZE, "an Ed25519 public key"));
    }

    /** The raw key inside a DER SubjectPublicKeyInfo. */
    public static Bytes raw(Bytes spki) {
        int prefix = SPKI_PREFIX.size();
        if (spki.size() != prefix + KEY_SIZE || !spki.slice(0, prefix).equals(SPKI_PREFIX)) {
            throw new MalformedException("not the SubjectPublicKeyInfo of an Ed25519 key");
        }
        return spki.slice(prefix, spki.size());
    }

    private static PublicKey publicKey(Bytes raw) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(spki(raw).toArray()));
    }
}
