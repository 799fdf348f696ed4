package dev.sealwright.attestation.pki;

import dev.sealwright.protocol.Bytes;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One signature check and nothing around it. */
record RawSignature(
        String algorithm,
        @Nullable AlgorithmParameterSpec parameters,
        PublicKey key,
        Bytes message,
        Bytes signature) {
    private static final String P1363 = "inP1363Format";

    static RawSignature p256(PublicKey key, Bytes message, Bytes signature) {
        return of("SHA256withECDSA" + P1363, key, message, signature);
    }

    static RawSignature p384(PublicKey key, Bytes message, Bytes signature) {
        return of("SHA384withECDSA" + P1363, key, message, signature);
    }

    static RawSignature rsa256(PublicKey key, Bytes message, Bytes signature) {
        return of("SHA256withRSA", key, message, signature);
    }

    static RawSignature pss384(PublicKey key, Bytes message, Bytes signature) {
        var parameters = new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
        return new RawSignature("RSASSA-PSS", parameters, key, message, signature);
    }

    /** Each certificate but the last by the next one's key. */
    static List<RawSignature> chain(List<X509Certificate> chain) {
        List<RawSignature> out = new ArrayList<>();
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            try {
                out.add(
                        of(
                                certificate.getSigAlgName(),
                                chain.get(i + 1).getPublicKey(),
                                Bytes.of(certificate.getTBSCertificate()),
                                Bytes.of(certificate.getSignature())));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return out;
    }

    static RawSignature list(X509CRL list, PublicKey key) {
        try {
            return of(
                    list.getSigAlgName(),
                    key,
                    Bytes.of(list.getTBSCertList()),
                    Bytes.of(list.getSignature()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawSignature of(
            String algorithm, PublicKey key, Bytes message, Bytes signature) {
        return new RawSignature(algorithm, null, key, message, signature);
    }

    void check() {
        try {
            Provider fast = Security.getProvider("AmazonCorrettoCryptoProvider");
            Signature verifier =
                    fast == null
                            ? Signature.getInstance(algorithm)
                            : Signature.getInstance(algorithm, fast);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(key);
            verifier.update(message.toArray());
            if (!verifier.verify(signature.toArray())) {
                throw new IllegalStateException("a signature that does not verify");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
