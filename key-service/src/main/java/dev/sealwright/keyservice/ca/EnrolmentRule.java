package dev.sealwright.keyservice.ca;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateSerial;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.enrol.SpiffeId;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.util.List;

/**
 * A host's first certificate: its right comes from a bootstrap in the log, and its key from whoever
 * held that bootstrap's secret.
 */
final class EnrolmentRule {
    private final ReceiptVerifier receipts;
    private final String trustDomain;

    EnrolmentRule(ReceiptVerifier receipts) {
        this.receipts = receipts;
        this.trustDomain = receipts.anchors().trustDomain();
    }

    CertificatePlan plan(VerifiedLeaf leaf, CertificateOrder order, CertificateRequest csr) {
        require(
                order.supporting().size() == 1 && order.previousCertificate().isEmpty(),
                RefusalCode.SUPPORT,
                "an enrolment is supported by its bootstrap leaf alone");
        VerifiedLeaf support = Refusals.verify(receipts, order.supporting().getFirst());
        LeafBody.Enrolment enrolment = leaf.expect(LeafBody.Enrolment.class);
        LeafBody.Bootstrap bootstrap = bootstrapOf(support);
        requireSameRight(leaf, enrolment, support, bootstrap);
        requireProof(leaf.origin(), enrolment, support.hash(), bootstrap, csr);
        SpiffeId name = new SpiffeId(trustDomain, leaf.leaf().org(), enrolment.sandbox());
        return new CertificatePlan(
                CertificateProfile.HOST,
                CertificateSerial.of(leaf.origin(), leaf.index(), leaf.bytes()),
                enrolment.spki(),
                enrolment.validity(),
                List.of(new SubjectName.Uri(name.text())));
    }

    private static LeafBody.Bootstrap bootstrapOf(VerifiedLeaf support) {
        if (support.leaf().body() instanceof LeafBody.Bootstrap bootstrap) {
            return bootstrap;
        }
        throw new KeyServiceRefusedException(
                RefusalCode.WRONG_TYPE, "the supporting leaf is no bootstrap");
    }

    private static void requireSameRight(
            VerifiedLeaf leaf,
            LeafBody.Enrolment enrolment,
            VerifiedLeaf support,
            LeafBody.Bootstrap bootstrap) {
        require(
                leaf.leaf().org().equals(support.leaf().org()),
                RefusalCode.FOREIGN_ORG,
                "the bootstrap belongs to another org");
        require(
                enrolment.bootstrap().equals(bootstrap.bootstrap())
                        && BootstrapId.of(bootstrap.key()).value().equals(bootstrap.bootstrap())
                        && enrolment.spec().equals(bootstrap.spec()),
                RefusalCode.MISMATCH,
                "the enrolment names another bootstrap or sandbox spec");
        require(
                bootstrap.validity().contains(leaf.leaf().time()),
                RefusalCode.WINDOW,
                "the bootstrap was not valid at the enrolment's time");
        require(
                support.index() < leaf.index(),
                RefusalCode.MISMATCH,
                "the bootstrap stands after the enrolment");
    }

    private static void requireProof(
            String origin,
            LeafBody.Enrolment enrolment,
            Bytes bootstrapLeaf,
            LeafBody.Bootstrap bootstrap,
            CertificateRequest csr) {
        require(
                Sha256.of(csr.spki()).equals(enrolment.spki()),
                RefusalCode.CSR,
                "the request is for another key than the leaf");
        EnrolmentProof proof =
                new EnrolmentProof(
                        origin,
                        new BootstrapId(bootstrap.bootstrap()),
                        enrolment.nonce(),
                        csr.spki(),
                        bootstrapLeaf);
        require(
                proof.verify(bootstrap.key(), enrolment.proof()),
                RefusalCode.PROOF,
                "the bootstrap key did not sign for this host key");
    }
}
