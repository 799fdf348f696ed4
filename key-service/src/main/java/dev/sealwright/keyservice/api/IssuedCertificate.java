package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Base64;
import java.util.List;

/** A certificate chain in DER, the issued certificate first, then its issuing CA, the root last. */
public record IssuedCertificate(List<Bytes> chain) {
    private static final Base64.Encoder PEM_BODY = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public IssuedCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least the issued certificate");
        }
    }

    /** The issued certificate, DER. */
    public Bytes certificate() {
        return chain.getFirst();
    }

    /** The chain in the same order, each certificate as RFC 7468 text with a final newline. */
    public List<String> chainPem() {
        return chain.stream().map(IssuedCertificate::pem).toList();
    }

    private static String pem(Bytes der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + PEM_BODY.encodeToString(der.toArray())
                + "\n-----END CERTIFICATE-----\n";
    }
}
