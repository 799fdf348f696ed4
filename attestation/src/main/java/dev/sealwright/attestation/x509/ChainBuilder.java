package dev.sealwright.attestation.x509;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds, among loose certificates, the ones above a leaf. Order only; {@link ChainValidator}
 * judges.
 */
public final class ChainBuilder {
    private ChainBuilder() {}

    /** Leaf first, up to a self-signed certificate, or as far as the pool reaches. */
    public static List<X509Certificate> above(X509Certificate leaf, List<X509Certificate> pool) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        while (!selfIssued(chain.getLast()) && chain.size() < Certificates.MAX_CHAIN) {
            Optional<X509Certificate> issuer = issuer(chain.getLast(), pool);
            if (issuer.isEmpty()) {
                break;
            }
            chain.add(issuer.get());
        }
        return chain;
    }

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static Optional<X509Certificate> issuer(
            X509Certificate certificate, List<X509Certificate> pool) {
        return pool.stream()
                .filter(
                        c ->
                                c.getSubjectX500Principal()
                                        .equals(certificate.getIssuerX500Principal()))
                .filter(c -> signed(certificate, c))
                .findFirst();
    }

    private static boolean signed(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
