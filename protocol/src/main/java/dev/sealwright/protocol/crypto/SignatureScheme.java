package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Optional;

/**
 * The signatures a host or a root makes, named as the JCA names them. ECDSA signatures are DER
 * unless raw.
 */
public enum SignatureScheme {
    ECDSA_P256("SHA256withECDSA"),
    ECDSA_P384("SHA384withECDSA"),
    ED25519("Ed25519"),
    /** r ‖ s of 32 bytes each, as COSE ES256 has them (RFC 9053 section 2.1). */
    ECDSA_P256_RAW("SHA256withECDSAinP1363Format");

    private final String jcaName;

    SignatureScheme(String jcaName) {
        this.jcaName = jcaName;
    }

    public String jcaName() {
        return jcaName;
    }

    /** The scheme that keys like this one sign with, or empty for a key we do not take. */
    public static Optional<SignatureScheme> of(PublicKey key) {
        return switch (key) {
            case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") ->
                    Optional.of(ED25519);
            case ECPublicKey ec when Curves.isP256(ec) -> Optional.of(ECDSA_P256);
            case ECPublicKey ec when Curves.isP384(ec) -> Optional.of(ECDSA_P384);
            default -> Optional.empty();
        };
    }

    /** False for any signature that does not verify, whatever is wrong with it. */
    public boolean verify(PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance(jcaName);
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has " + jcaName, e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
