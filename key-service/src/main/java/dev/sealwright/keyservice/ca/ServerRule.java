package dev.sealwright.keyservice.ca;

import static dev.sealwright.keyservice.refusal.Refusals.require;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateSerial;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/** A certificate for the service's own listeners, for names that the anchors allow. */
final class ServerRule {
    private final ReceiptVerifier receipts;

    ServerRule(ReceiptVerifier receipts) {
        this.receipts = receipts;
    }

    CertificatePlan plan(VerifiedLeaf leaf, CertificateOrder order, CertificateRequest csr) {
        require(
                order.supporting().isEmpty() && order.previousCertificate().isEmpty(),
                RefusalCode.SUPPORT,
                "a server certificate needs nothing beside its leaf");
        LeafBody.Server server = leaf.expect(LeafBody.Server.class);
        require(
                receipts.anchors().content().serverNames().containsAll(server.names()),
                RefusalCode.NAME,
                "the anchors do not allow one of the names");
        require(
                Sha256.of(csr.spki()).equals(server.spki()),
                RefusalCode.CSR,
                "the request is for another key than the leaf");
        return new CertificatePlan(
                CertificateProfile.SERVER,
                CertificateSerial.of(leaf.origin(), leaf.index(), leaf.bytes()),
                server.spki(),
                server.validity(),
                server.names().stream().map(SubjectName::ofServer).toList());
    }
}
