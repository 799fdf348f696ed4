package dev.sealwright.attestation.x509;

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

    /** Only where several bear the issuer's name do signatures decide; they are checked later. */
    private static Optional<X509Certificate> issuer(
            X509Certificate certificate, List<X509Certificate> pool) {
        List<X509Certificate> named =
                pool.stream()
                        .filter(
                                c ->
                                        c.getSubjectX500Principal()
                                                .equals(certificate.getIssuerX500Principal()))
                        .distinct()
                        .toList();
        return named.size() == 1
                ? Optional.of(named.getFirst())
                : named.stream().filter(c -> Certificates.issued(c, certificate)).findFirst();
    }
}
