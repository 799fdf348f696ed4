package dev.sealwright.keyservice.ca;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateSerial;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.enrol.SpiffeId;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** A host's next certificate: its right comes from the one before, whose key must ask for it. */
final class RenewalRule {
    private static final int URI = 6;

    private final VerifiedAnchors anchors;

    RenewalRule(VerifiedAnchors anchors) {
        this.anchors = anchors;
    }

    CertificatePlan plan(VerifiedLeaf leaf, CertificateOrder order, CertificateRequest csr) {
        require(
                order.supporting().isEmpty() && order.previousCertificate().isPresent(),
                RefusalCode.SUPPORT,
                "a renewal is supported by the certificate before alone");
        LeafBody.Renewal renewal = leaf.expect(LeafBody.Renewal.class);
        Bytes der = order.previousCertificate().get();
        require(
                Sha256.of(der).equals(renewal.previous()),
                RefusalCode.MISMATCH,
                "the leaf names another previous certificate");
        SpiffeId name = new SpiffeId(anchors.trustDomain(), leaf.leaf().org(), renewal.sandbox());
        X509Certificate previous = parse(der);
        requireOurs(previous, name);
        requireUnexpired(previous, leaf.leaf().time());
        requireProof(leaf.origin(), renewal, previous, csr);
        return new CertificatePlan(
                CertificateProfile.HOST,
                CertificateSerial.of(leaf.origin(), leaf.index(), leaf.bytes()),
                renewal.spki(),
                renewal.validity(),
                List.of(new SubjectName.Uri(name.text())));
    }

    private static X509Certificate parse(Bytes der) {
        try {
            return Certificates.parse(der);
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        }
    }

    private void requireOurs(X509Certificate previous, SpiffeId name) {
        require(
                anchors.hostCas().stream().anyMatch(ca -> Certificates.isIssuedBy(previous, ca)),
                RefusalCode.PREVIOUS_CERTIFICATE,
                "no host CA issued it");
        require(
                uris(previous).equals(List.of(name.text())),
                RefusalCode.PREVIOUS_CERTIFICATE,
                "it was issued to another org or sandbox");
    }

    private static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return List.of();
            }
            return names.stream()
                    .filter(name -> Integer.valueOf(URI).equals(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static void requireUnexpired(X509Certificate previous, Instant time) {
        Validity validity =
                new Validity(
                        previous.getNotBefore().toInstant(), previous.getNotAfter().toInstant());
        require(
                validity.contains(time),
                RefusalCode.PREVIOUS_CERTIFICATE,
                "it was not valid at the renewal's time");
    }

    private static void requireProof(
            String origin,
            LeafBody.Renewal renewal,
            X509Certificate previous,
            CertificateRequest csr) {
        require(
                Sha256.of(csr.spki()).equals(renewal.spki()),
                RefusalCode.CSR,
                "the request is for another key than the leaf");
        RenewalProof proof =
                new RenewalProof(origin, renewal.previous(), csr.spki(), renewal.validity());
        require(
                proof.verify(previous.getPublicKey(), renewal.proof()),
                RefusalCode.PROOF,
                "the key of the certificate before did not ask for this one");
    }
}
