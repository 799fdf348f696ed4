package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** What a renewal must show: the same host, renewed by its old key. */
public final class RenewalAnswer {
    private RenewalAnswer() {}

    /**
     * The renewal holds together with the certificate it renews, and that one is of a host CA.
     * Needs no clock: anyone may check it later.
     *
     * @param old the certificate that was renewed
     */
    public static HostCertificate verify(
            CertificateAnswer answer, X509Certificate old, ReceiptVerifier verifier) {
        VerifiedLeaf leaf = verifier.verify(answer.leaf(), answer.receipt());
        LeafBody.Renewal renewal = leaf.expect(LeafBody.Renewal.class);
        verifier.verify(answer.bootstrapLeaf(), answer.bootstrapReceipt())
                .expect(LeafBody.Bootstrap.class, leaf.leaf().org());
        HostCertificate certificate =
                CertificateCheck.host(leaf, answer.chain(), verifier.anchors());
        CertificateProfile.CLIENT.check(
                old, CertificateCheck.issuer(old, verifier.anchors().hostCas()));
        if (!SubjectNames.of(old).equals(SubjectNames.of(certificate.certificate()))
                || !renewal.sandbox().equals(answer.sandbox())) {
            throw new VerificationException(Reason.MISMATCH, "a renewal for another host");
        }
        checkProof(renewal, leaf, old, Spki.encode(certificate.certificate().getPublicKey()));
        return certificate;
    }

    /**
     * The same, for the host itself: certifies its new key, for the time it asked for, and now.
     *
     * @param request what it sent
     * @param spki the new key as DER SubjectPublicKeyInfo
     */
    public static HostCertificate verify(
            CertificateAnswer answer,
            RenewalRequest request,
            Bytes spki,
            X509Certificate old,
            ReceiptVerifier verifier,
            Instant now) {
        HostCertificate certificate = verify(answer, old, verifier);
        if (!Spki.encode(certificate.certificate().getPublicKey()).equals(spki)
                || !certificate.validity().equals(request.validity())) {
            throw new VerificationException(Reason.MISMATCH, "a renewal of another key or time");
        }
        certificate.validity().check(now, "the certificate");
        return certificate;
    }

    private static void checkProof(
            LeafBody.Renewal renewal, VerifiedLeaf leaf, X509Certificate old, Bytes spki) {
        Bytes previous = Sha256.of(Certificates.encode(old));
        RenewalProof proof = new RenewalProof(leaf.origin(), previous, spki, renewal.validity());
        if (!renewal.previous().equals(previous)
                || !proof.verify(old.getPublicKey(), renewal.proof())) {
            throw new VerificationException(
                    Reason.SIGNATURE, "a renewal that the old key did not sign");
        }
    }
}
