package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Framed;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import java.security.PublicKey;

/**
 * What the old certificate's key signs: that this new key is to follow it, for this time.
 *
 * @param origin of the log
 * @param previous SHA-256 of the DER of the certificate that is renewed
 * @param spki the new key as DER SubjectPublicKeyInfo
 */
public record RenewalProof(String origin, Bytes previous, Bytes spki, Validity validity) {
    private static final String DOMAIN = "sealwright/renewal/v1";

    public RenewalProof {
        previous.requireSize(Sha256.SIZE, "a certificate hash");
    }

    /** The signed bytes. */
    public Bytes message() {
        return Framed.domain(DOMAIN)
                .add(origin)
                .add(previous)
                .add(spki)
                .addUint64(validity.notBefore().getEpochSecond())
                .addUint64(validity.expires().getEpochSecond())
                .bytes();
    }

    /**
     * Whether the old key made that signature: ECDSA in DER with SHA-256 or SHA-384 by its curve,
     * or Ed25519.
     */
    public boolean verify(PublicKey oldKey, Bytes signature) {
        return SignatureScheme.of(oldKey)
                .filter(scheme -> scheme.verify(oldKey, message(), signature))
                .isPresent();
    }
}
