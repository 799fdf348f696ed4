package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.JsonWebKey;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.crypto.Spki;
import java.security.PublicKey;

/**
 * The public key that a token is bound to: Ed25519, or P-256 whose signatures are r ‖ s. Either way
 * a signature has {@value #SIGNATURE_SIZE} bytes.
 *
 * @param spki DER SubjectPublicKeyInfo in its one form
 */
public record HolderKey(Bytes spki) {
    public static final int SIGNATURE_SIZE = 64;

    /** RFC 5480 section 2, an uncompressed point. */
    private static final Bytes P256 =
            Bytes.fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final int P256_POINT = 64;

    public HolderKey {
        boolean ed25519 = Ed25519.isSpki(spki);
        if (!ed25519 && !isP256(spki)) {
            throw new MalformedException("not the SubjectPublicKeyInfo of an Ed25519 or P-256 key");
        }
        if (ed25519 && Ed25519.isSmallOrder(Ed25519.raw(spki))) {
            throw new MalformedException("a holder key of small order");
        }
    }

    /** Whether the size is right and the prefix is there; the key itself is looked at when used. */
    private static boolean isP256(Bytes spki) {
        return spki.size() == P256.size() + P256_POINT && spki.startsWith(P256);
    }

    public boolean isEd25519() {
        return Ed25519.isSpki(spki);
    }

    /** RFC 7638 thumbprint, which RFC 8037 appendix A.3 gives Ed25519 keys too. */
    public String thumbprint() {
        if (!isEd25519()) {
            return JsonWebKey.of(spki).thumbprint();
        }
        String members =
                "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\""
                        + Ed25519.raw(spki).base64Url()
                        + "\"}";
        return Sha256.of(Bytes.utf8(members)).base64Url();
    }

    /** False for any signature that does not verify, and for a point that is not on its curve. */
    public boolean verifies(Bytes message, Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        if (isEd25519()) {
            return Ed25519.verify(Ed25519.raw(spki), message, signature);
        }
        try {
            PublicKey key = Spki.parse(spki);
            return SignatureScheme.ECDSA_P256_RAW.verify(key, message, signature);
        } catch (MalformedException e) {
            return false;
        }
    }
}
