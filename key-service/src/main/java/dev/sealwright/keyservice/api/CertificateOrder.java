package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link KeyService#issueCertificate} needs.
 *
 * @param leaf the {@code enrolment}, {@code renewal} or {@code server} leaf
 * @param supporting for an enrolment exactly its {@code bootstrap} leaf; otherwise empty
 * @param csr PKCS#10, DER: proof of possession only, its subject and attributes are ignored
 * @param previousCertificate for a renewal exactly the certificate being renewed, DER; otherwise
 *     empty
 */
public record CertificateOrder(
        ProvenLeaf leaf,
        List<ProvenLeaf> supporting,
        Bytes csr,
        Optional<Bytes> previousCertificate) {
    public CertificateOrder {
        Objects.requireNonNull(leaf);
        supporting = List.copyOf(supporting);
        Objects.requireNonNull(csr);
        Objects.requireNonNull(previousCertificate);
    }

    public static CertificateOrder enrolment(
            ProvenLeaf enrolment, ProvenLeaf bootstrap, Bytes csr) {
        return new CertificateOrder(enrolment, List.of(bootstrap), csr, Optional.empty());
    }

    public static CertificateOrder renewal(
            ProvenLeaf renewal, Bytes csr, Bytes previousCertificate) {
        return new CertificateOrder(renewal, List.of(), csr, Optional.of(previousCertificate));
    }

    public static CertificateOrder server(ProvenLeaf server, Bytes csr) {
        return new CertificateOrder(server, List.of(), csr, Optional.empty());
    }
}
