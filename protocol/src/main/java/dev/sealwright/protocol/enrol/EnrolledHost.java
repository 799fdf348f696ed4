package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;

/**
 * A host whose enrolment holds together: bootstrap, proof, enrolment leaf and certificate. Needs
 * nothing but the evidence and the anchors, so the host checks it when it enrols and anyone may
 * check it later. Obtained from {@link #verify} only.
 */
public final class EnrolledHost {
    private final HostCertificate certificate;
    private final VerifiedLeaf leaf;
    private final VerifiedLeaf bootstrap;
    private final Bytes spec;

    private EnrolledHost(
            HostCertificate certificate, VerifiedLeaf leaf, VerifiedLeaf bootstrap, Bytes spec) {
        this.certificate = certificate;
        this.leaf = leaf;
        this.bootstrap = bootstrap;
        this.spec = spec;
    }

    public static EnrolledHost verify(CertificateAnswer answer, ReceiptVerifier verifier) {
        VerifiedLeaf bootstrapLeaf =
                verifier.verify(answer.bootstrapLeaf(), answer.bootstrapReceipt());
        VerifiedLeaf leaf = verifier.verify(answer.leaf(), answer.receipt());
        LeafBody.Bootstrap bootstrap = bootstrapLeaf.expect(LeafBody.Bootstrap.class);
        LeafBody.Enrolment enrolment =
                leaf.expect(LeafBody.Enrolment.class, bootstrapLeaf.leaf().org());
        BootstrapOffer.checkKey(bootstrap, bootstrap.key());
        checkSame(enrolment.bootstrap(), bootstrap.bootstrap(), "bootstrap");
        checkSame(enrolment.spec(), bootstrap.spec(), "sandbox spec");
        checkSame(enrolment.sandbox(), answer.sandbox(), "sandbox");
        if (leaf.index() <= bootstrapLeaf.index()) {
            throw new VerificationException(
                    Reason.MISMATCH, "an enrolment that stands before its bootstrap");
        }
        bootstrap
                .validity()
                .check(leaf.leaf().time(), "the bootstrap, at the time of the enrolment,");
        HostCertificate certificate =
                CertificateCheck.host(leaf, answer.chain(), verifier.anchors());
        checkProof(enrolment, bootstrap, bootstrapLeaf, certificate);
        return new EnrolledHost(certificate, leaf, bootstrapLeaf, enrolment.spec());
    }

    private static void checkSame(Bytes actual, Bytes expected, String what) {
        if (!actual.equals(expected)) {
            throw new VerificationException(Reason.MISMATCH, "an enrolment for another " + what);
        }
    }

    private static void checkProof(
            LeafBody.Enrolment enrolment,
            LeafBody.Bootstrap bootstrap,
            VerifiedLeaf bootstrapLeaf,
            HostCertificate certificate) {
        EnrolmentProof proof =
                new EnrolmentProof(
                        bootstrapLeaf.origin(),
                        new BootstrapId(bootstrap.bootstrap()),
                        enrolment.nonce(),
                        Spki.encode(certificate.certificate().getPublicKey()),
                        bootstrapLeaf.hash());
        if (!proof.verify(bootstrap.key(), enrolment.proof())) {
            throw new VerificationException(
                    Reason.SIGNATURE, "an enrolment that the bootstrap key did not sign");
        }
    }

    public HostCertificate certificate() {
        return certificate;
    }

    public SpiffeId id() {
        return certificate.id();
    }

    /** The enrolment leaf. */
    public VerifiedLeaf leaf() {
        return leaf;
    }

    public VerifiedLeaf bootstrap() {
        return bootstrap;
    }

    /** Row id of the sandbox spec. */
    public Bytes spec() {
        return spec;
    }
}
