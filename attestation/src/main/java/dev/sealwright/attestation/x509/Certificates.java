package dev.sealwright.attestation.x509;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.wire.Der;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.GeneralSecurityException;
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
    static final int MAX_NAME = 128;

    private static final String COMMON_NAME = "2.5.4.3";

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

    /**
     * The subject's common name (RFC 5280 section 4.1.2.6), or the whole subject where it has none;
     * printable, whatever it holds, and of at most {@value #MAX_NAME} characters.
     */
    public static String name(X509Certificate certificate) {
        String name =
                Der.read(Bytes.of(certificate.getSubjectX500Principal().getEncoded()))
                        .items()
                        .stream()
                        .flatMap(set -> new Der(Der.SEQUENCE, set.content()).items().stream())
                        .map(Der::items)
                        .filter(item -> item.size() == 2 && item.get(0).oid().equals(COMMON_NAME))
                        .map(item -> new String(item.get(1).content().toArray(), UTF_8))
                        .findFirst()
                        .orElseGet(() -> certificate.getSubjectX500Principal().getName());
        String printable = name.replaceAll("\\p{C}", "?");
        return printable.length() <= MAX_NAME ? printable : printable.substring(0, MAX_NAME);
    }

    /** Whether the one bears the other's subject as its issuer, and the other's key signed it. */
    public static boolean issued(X509Certificate by, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The content of an extension's OCTET STRING, if the extension is there. */
    public static Optional<Bytes> extension(X509Certificate certificate, String oid) {
        return Optional.ofNullable(certificate.getExtensionValue(oid))
                .map(value -> Der.read(Bytes.of(value)).expect(Der.OCTET_STRING));
    }
}
