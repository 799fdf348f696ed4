package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What an end certificate may be used for, and by whom it must be signed. */
enum CertificateProfile {
    CLIENT("1.3.6.1.5.5.7.3.2"),
    SERVER("1.3.6.1.5.5.7.3.1");

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    private final String usage;

    CertificateProfile(String usage) {
        this.usage = usage;
    }

    void check(X509Certificate certificate, X509Certificate ca) {
        checkSignature(certificate, ca);
        boolean[] keyUsage = certificate.getKeyUsage();
        if (certificate.getVersion() != 3
                || certificate.getBasicConstraints() != -1
                || certificate.hasUnsupportedCriticalExtension()
                || keyUsage == null
                || !keyUsage[DIGITAL_SIGNATURE]
                || keyUsage[KEY_CERT_SIGN]
                || !List.of(usage).equals(usages(certificate))) {
            throw refused("a certificate of another profile");
        }
    }

    private static void checkSignature(X509Certificate certificate, X509Certificate ca) {
        try {
            certificate.verify(ca.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new VerificationException(
                    Reason.SIGNATURE, "a certificate that the CA did not sign", e);
        }
        if (!certificate.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
            throw refused("a certificate of another issuer");
        }
    }

    private static List<String> usages(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException e) {
            throw new VerificationException(
                    Reason.CERTIFICATE, "a certificate with a broken extension", e);
        }
    }

    private static VerificationException refused(String text) {
        return new VerificationException(Reason.CERTIFICATE, text);
    }
}
