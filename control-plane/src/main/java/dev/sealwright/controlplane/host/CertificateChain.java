package dev.sealwright.controlplane.host;

import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.protocol.crypto.Certificates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A host's certificate, the host CA's, the root's.
 *
 * @param pem one text a certificate
 */
public record CertificateChain(List<String> pem) {
    private static final String END = "-----END CERTIFICATE-----\n";

    public CertificateChain {
        pem = List.copyOf(pem);
    }

    public static CertificateChain of(IssuedCertificate issued) {
        return new CertificateChain(
                issued.chain().stream().map(Certificates::parse).map(Certificates::pem).toList());
    }

    /** The form in the database. */
    public String text() {
        return String.join("", pem);
    }

    public static CertificateChain parse(String text) {
        List<String> pem = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf(END, from);
            if (to < 0) {
                throw new IllegalStateException("a stored chain that is no PEM");
            }
            pem.add(text.substring(from, to + END.length()));
            from = to + END.length();
        }
        return new CertificateChain(pem);
    }

    public Instant expires() {
        return Certificates.parsePem(pem.getFirst()).getNotAfter().toInstant();
    }
}
