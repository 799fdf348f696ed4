package dev.sealwright.attestation.x509;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.wire.Der;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** X.509 certificates as evidence carries them: DER, or PEM one after another. */
public final class Certificates {
    public static final int MAX_SIZE = 32 * 1024;
    public static final int MAX_CHAIN = 8;

    private Certificates() {}

    /** Exactly one certificate; its encoding is kept as received. */
    public static X509Certificate der(Bytes der) {
        if (der.size() > MAX_SIZE) {
            throw new MalformedException("a certificate of more than " + MAX_SIZE + " bytes");
        }
        try {
            var parsed =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(der.stream());
            if (!Bytes.of(parsed.getEncoded()).equals(der)) {
                throw new MalformedException("bytes beside a certificate");
            }
            return parsed;
        } catch (CertificateException e) {
            throw new MalformedException("not a certificate", e);
        }
    }

    /** PEM certificates in their order, 1 to {@value #MAX_CHAIN}. */
    public static List<X509Certificate> pem(Bytes text) {
        List<Bytes> blocks = Pem.blocks(text, "CERTIFICATE", MAX_CHAIN);
        if (blocks.isEmpty()) {
            throw new MalformedException("no PEM certificate");
        }
        return blocks.stream().map(Certificates::der).toList();
    }

    /** SHA-256 of the DER. */
    public static Bytes fingerprint(X509Certificate certificate) {
        return Digests.sha256(encoded(certificate));
    }

    public static Bytes encoded(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without its encoding", e);
        }
    }

    /** The content of an extension's OCTET STRING, if the extension is there. */
    public static Optional<Bytes> extension(X509Certificate certificate, String oid) {
        return Optional.ofNullable(certificate.getExtensionValue(oid))
                .map(value -> Der.read(Bytes.of(value)).expect(Der.OCTET_STRING));
    }
}
