package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** What the root's and the issuing CAs' certificates must be. */
final class CaCertificate {
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final int KEY_CERT_SIGN = 5;

    private CaCertificate() {}

    /** Self-signed, P-256, CA:true, in its time. */
    static void checkRoot(X509Certificate root, Instant now) {
        if (SignatureScheme.of(root.getPublicKey()).orElse(null) != SignatureScheme.ECDSA_P256) {
            throw refused("the root's key is not P-256");
        }
        checkIssuedBy(root, root);
        checkCa(root, now);
    }

    /**
     * Signed by the root, CA:true with pathlen 0, in its time, for exactly one of client and
     * server.
     */
    static X509Certificate checkIssuing(
            Bytes der, X509Certificate root, String usage, Instant now) {
        X509Certificate ca = Certificates.parse(der);
        checkIssuedBy(ca, root);
        checkCa(ca, now);
        if (ca.getBasicConstraints() != 0) {
            throw refused("an issuing CA without pathlen 0");
        }
        if (!usages(ca).equals(List.of(usage))) {
            throw refused("an issuing CA with another extended key usage");
        }
        if (ca.getPublicKey().equals(root.getPublicKey())) {
            throw refused("an issuing CA with the root's key");
        }
        return ca;
    }

    private static List<String> usages(X509Certificate ca) {
        try {
            List<String> usages = ca.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException e) {
            throw new VerificationException(
                    Reason.CERTIFICATE, "an issuing CA with a broken key usage", e);
        }
    }

    private static void checkIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        PublicKey key = issuer.getPublicKey();
        try {
            certificate.verify(key);
        } catch (GeneralSecurityException e) {
            throw new VerificationException(
                    Reason.CERTIFICATE, "a CA certificate that the root did not sign", e);
        }
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw refused("a CA certificate of another issuer");
        }
    }

    private static void checkCa(X509Certificate certificate, Instant now) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getVersion() != 3
                || certificate.getBasicConstraints() < 0
                || usage == null
                || !usage[KEY_CERT_SIGN]) {
            throw refused("a certificate that is no CA's");
        }
        try {
            certificate.checkValidity(Date.from(now));
        } catch (CertificateException e) {
            throw new VerificationException(Reason.EXPIRED, "a CA certificate out of its time", e);
        }
    }

    private static VerificationException refused(String text) {
        return new VerificationException(Reason.CERTIFICATE, text);
    }
}
