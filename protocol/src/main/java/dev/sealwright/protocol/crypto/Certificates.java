package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** X.509 certificates in and out of DER. */
public final class Certificates {
    public static final int MAX_SIZE = 16 * 1024;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "-----END CERTIFICATE-----\n";
    private static final int LINE = 64;

    private Certificates() {}

    /** One certificate and nothing after it. */
    public static X509Certificate parse(Bytes der) {
        if (der.size() > MAX_SIZE || der.isEmpty() || der.get(0) != 0x30) {
            throw new MalformedException("not a DER certificate of at most " + MAX_SIZE + " bytes");
        }
        try {
            var certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(der.stream());
            if (!encode(certificate).equals(der)) {
                throw new MalformedException("a certificate with something else around it");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new MalformedException("not a DER certificate", e);
        }
    }

    /** One certificate in the PEM that {@link #pem} writes (RFC 7468, lines of 64 characters). */
    public static X509Certificate parsePem(String pem) {
        if (pem.length() > 2 * MAX_SIZE || !pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw new MalformedException("not a PEM certificate");
        }
        String lines = pem.substring(BEGIN.length(), pem.length() - END.length());
        X509Certificate certificate = parse(Bytes.fromBase64(lines.replace("\n", "")));
        if (!pem(certificate).equals(pem)) {
            throw new MalformedException("a PEM certificate with something else around it");
        }
        return certificate;
    }

    public static String pem(X509Certificate certificate) {
        String text = encode(certificate).base64();
        StringBuilder out = new StringBuilder(BEGIN);
        for (int at = 0; at < text.length(); at += LINE) {
            out.append(text, at, Math.min(at + LINE, text.length())).append('\n');
        }
        return out.append(END).toString();
    }

    /** Whether the CA's key signed the certificate, which names that CA. */
    public static boolean isIssuedBy(X509Certificate certificate, X509Certificate ca) {
        try {
            certificate.verify(ca.getPublicKey());
            return certificate.getIssuerX500Principal().equals(ca.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    public static Bytes encode(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new MalformedException("a certificate without an encoding", e);
        }
    }
}
