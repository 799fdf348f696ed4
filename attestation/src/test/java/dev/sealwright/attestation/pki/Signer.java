package dev.sealwright.attestation.pki;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Signs as the vendors' devices do. */
public final class Signer {
    private Signer() {}

    /** r ‖ s, 64 bytes. */
    public static Bytes p256(PrivateKey key, Bytes message) {
        return sign("SHA256withECDSAinP1363Format", key, message);
    }

    /** r ‖ s, 96 bytes. */
    public static Bytes p384(PrivateKey key, Bytes message) {
        return sign("SHA384withECDSAinP1363Format", key, message);
    }

    public static Bytes rsa256(PrivateKey key, Bytes message) {
        return sign("SHA256withRSA", key, message);
    }

    /** The Sig_structure of a COSE_Sign1 (RFC 9052 section 4.4). */
    static Bytes coseStructure(Bytes header, Bytes payload) {
        return CborWriter.encode(
                CborValue.array(
                        CborValue.of("Signature1"),
                        CborValue.of(header),
                        CborValue.of(Bytes.EMPTY),
                        CborValue.of(payload)));
    }

    /** RSASSA-PSS with SHA-384 (PS384). */
    public static Bytes pss384(PrivateKey key, Bytes message) {
        try {
            Signature signer = Signature.getInstance("RSASSA-PSS");
            signer.setParameter(
                    new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
            signer.initSign(key);
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes sign(String algorithm, PrivateKey key, Bytes message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(message.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
