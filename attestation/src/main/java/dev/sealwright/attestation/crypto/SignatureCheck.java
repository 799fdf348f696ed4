package dev.sealwright.attestation.crypto;

import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * Verifies signatures on the provider the application prefers, or on the JDK's own where that one
 * lacks the algorithm. Every message is a slice of the bytes received.
 */
public final class SignatureCheck {
    private static final PSSParameterSpec PSS_384 =
            new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);

    private static final String CORRETTO = "AmazonCorrettoCryptoProvider";

    private final Optional<Provider> preferred;

    private SignatureCheck(Optional<Provider> preferred) {
        this.preferred = preferred;
    }

    public static SignatureCheck onJdk() {
        return new SignatureCheck(Optional.empty());
    }

    /**
     * On Amazon Corretto's provider, where the application registered it with the JVM; its P-384
     * takes a twentieth of the JDK's time. Else on the JDK's own. A library registers nothing.
     */
    public static SignatureCheck fastest() {
        return new SignatureCheck(Optional.ofNullable(Security.getProvider(CORRETTO)));
    }

    public static SignatureCheck on(Provider preferred) {
        return new SignatureCheck(Optional.of(preferred));
    }

    /** ECDSA on P-256 with SHA-256; signature r ‖ s, 64 bytes big-endian. */
    public boolean p256(PublicKey key, Bytes message, Bytes signature) {
        return Curve.P256.owns(key)
                && signature.size() == 64
                && verify("SHA256withECDSAinP1363Format", key, message, signature);
    }

    /** ECDSA on P-384 with SHA-384; signature r ‖ s, 96 bytes big-endian. */
    public boolean p384(PublicKey key, Bytes message, Bytes signature) {
        return Curve.P384.owns(key)
                && signature.size() == 96
                && verify("SHA384withECDSAinP1363Format", key, message, signature);
    }

    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    public boolean rsa256(PublicKey key, Bytes message, Bytes signature) {
        return verify("SHA256withRSA", key, message, signature);
    }

    /** RSASSA-PSS with SHA-384, MGF1 SHA-384, salt 48 (RFC 8230 PS384). */
    public boolean pss384(PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature verifier = instance("RSASSA-PSS");
            verifier.setParameter(PSS_384);
            return run(verifier, key, message, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Whether the key signed the list. By its name, the JDK asks a provider once for each list and
     * key, and remembers in the list that the answer was yes.
     */
    public boolean signed(X509CRL list, PublicKey key) {
        Optional<String> registered = registeredProvider();
        try {
            if (registered.isPresent()) {
                list.verify(key, registered.get());
            } else if (preferred.isPresent()) {
                list.verify(key, preferred.get());
            } else {
                list.verify(key);
            }
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean verify(String algorithm, PublicKey key, Bytes message, Bytes signature) {
        try {
            return run(instance(algorithm), key, message, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean run(Signature verifier, PublicKey key, Bytes message, Bytes signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(message.toArray());
        return verifier.verify(signature.toArray());
    }

    private Signature instance(String algorithm) {
        if (preferred.isPresent()) {
            try {
                return Signature.getInstance(algorithm, preferred.get());
            } catch (NoSuchAlgorithmException lacking) {
                return ofJdk(algorithm);
            }
        }
        return ofJdk(algorithm);
    }

    private static Signature ofJdk(String algorithm) {
        try {
            return Signature.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no provider has " + algorithm, e);
        }
    }

    /** The provider for certificate signatures, by name; it must be registered with the JVM. */
    public Optional<String> registeredProvider() {
        return preferred.map(Provider::getName).filter(name -> Security.getProvider(name) != null);
    }
}
