package dev.sealwright.protocol.crypto;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** X.509 certificates in and out of DER. */
public final class Certificates {
    public static final int MAX_SIZE = 16 * 1024;

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

    public static Bytes encode(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new MalformedException("a certificate without an encoding", e);
        }
    }
}
