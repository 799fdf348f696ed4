package dev.sealwright.keyservice.clientkey;

import dev.sealwright.keyservice.ca.EcdsaSignature;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * Whether the token signed what it was given. A faulty signature must not leave: from one over a
 * known digest the key can follow.
 */
final class SignatureCheck {
    private static final int SALT = 32;
    private static final int P256_SIGNATURE = 64;

    private SignatureCheck() {}

    static boolean holds(
            KeyBody.Sign sign, PublicKey key, Optional<Bytes> message, Bytes signature) {
        if (message.isPresent()) {
            return sign.algorithm().verify(key, message.get(), signature);
        }
        return key instanceof RSAPublicKey rsa
                ? holdsPss(rsa, sign.message(), signature)
                : holdsEcdsa(key, sign.message(), signature);
    }

    /** In DER, because only the platform's own, slow provider takes r ‖ s over a digest. */
    private static boolean holdsEcdsa(PublicKey key, Bytes digest, Bytes signature) {
        if (signature.size() != P256_SIGNATURE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("NONEwithECDSA");
            verifier.initVerify(key);
            verifier.update(digest.toArray());
            return verifier.verify(EcdsaSignature.der(signature).toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has ECDSA", e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The platform has no PSS over a digest. */
    private static boolean holdsPss(RSAPublicKey key, Bytes digest, Bytes signature) {
        PSSSigner verifier =
                PSSSigner.createRawSigner(
                        new RSAEngine(), new SHA256Digest(), new SHA256Digest(), SALT, (byte) 0xBC);
        verifier.init(
                false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()));
        verifier.update(digest.toArray(), 0, digest.size());
        return verifier.verifySignature(signature.toArray());
    }
}
