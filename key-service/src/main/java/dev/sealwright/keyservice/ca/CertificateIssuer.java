package dev.sealwright.keyservice.ca;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.SignatureScheme;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Issues what a leaf says, once the leaf is proven to be in the log and the rule of its type holds.
 * What is signed is made here from the leaf; of the request only the key is used, and only if the
 * leaf has its hash.
 */
public final class CertificateIssuer {
    private final KeyBackend backend;
    private final IssuingCa serverCa;
    private final IssuingCa hostCa;
    private final InstantSource clock;
    private final Duration maxHostCertificate;
    private final Duration maxServerCertificate;
    private final ReceiptVerifier receipts;
    private final EnrolmentRule enrolments;
    private final RenewalRule renewals;
    private final ServerRule servers;

    public CertificateIssuer(
            KeyBackend backend,
            ReceiptVerifier receipts,
            IssuingCa serverCa,
            IssuingCa hostCa,
            InstantSource clock,
            Duration maxHostCertificate,
            Duration maxServerCertificate) {
        this.backend = backend;
        this.serverCa = serverCa;
        this.hostCa = hostCa;
        this.clock = clock;
        this.maxHostCertificate = maxHostCertificate;
        this.maxServerCertificate = maxServerCertificate;
        this.receipts = receipts;
        this.enrolments = new EnrolmentRule(receipts);
        this.renewals = new RenewalRule(receipts.anchors());
        this.servers = new ServerRule(receipts);
    }

    public IssuedCertificate issue(CertificateOrder order) {
        VerifiedLeaf leaf = Refusals.verify(receipts, order.leaf());
        CertificateRequest csr = CertificateRequest.verify(order.csr());
        CertificatePlan plan =
                switch (leaf.leaf().body()) {
                    case LeafBody.Enrolment enrolment -> enrolments.plan(leaf, order, csr);
                    case LeafBody.Renewal renewal -> renewals.plan(leaf, order, csr);
                    case LeafBody.Server server -> servers.plan(leaf, order, csr);
                    default ->
                            throw new KeyServiceRefusedException(
                                    RefusalCode.WRONG_TYPE,
                                    "no certificate follows from a leaf of this type");
                };
        requireWindow(plan);
        return sign(plan, csr);
    }

    /**
     * Other voters may have admitted the leaf; its window is held to this service's own limits
     * again.
     */
    private void requireWindow(CertificatePlan plan) {
        Duration longest =
                switch (plan.profile()) {
                    case HOST -> maxHostCertificate;
                    case SERVER -> maxServerCertificate;
                };
        Validity window = plan.validity();
        Refusals.require(
                window.length().compareTo(longest) <= 0 && !window.over(clock.instant()),
                RefusalCode.WINDOW,
                "the certificate would be valid for too long, or no longer");
    }

    private IssuedCertificate sign(CertificatePlan plan, CertificateRequest csr) {
        IssuingCa ca =
                switch (plan.profile()) {
                    case HOST -> hostCa;
                    case SERVER -> serverCa;
                };
        Bytes toBeSigned = CertificateAssembly.toBeSigned(plan, csr.spki(), ca.certificate());
        Bytes signature = signature(ca, toBeSigned);
        return new IssuedCertificate(
                List.of(
                        CertificateAssembly.certificate(toBeSigned, signature),
                        Certificates.encode(ca.certificate()),
                        Certificates.encode(receipts.anchors().root())));
    }

    /**
     * The first certificate that is stored is the one that its host gets again and again, so a
     * damaged one never leaves.
     */
    private Bytes signature(IssuingCa ca, Bytes toBeSigned) {
        return EcdsaSignature.der(
                backend.signVerified(
                        ca.key(),
                        Sha256.of(toBeSigned),
                        made ->
                                SignatureScheme.ECDSA_P256.verify(
                                        ca.certificate().getPublicKey(),
                                        toBeSigned,
                                        EcdsaSignature.der(made))));
    }
}
