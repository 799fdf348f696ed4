package dev.sealwright.protocol.enrol;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Spki;
import java.time.Instant;

/** What a host checks in the second step of enrolment, before it stores anything. */
public final class EnrolmentAnswer {
    private EnrolmentAnswer() {}

    /**
     * The evidence holds together, belongs to the offer of the first step, certifies this host's
     * key, and now.
     *
     * @param spki the host's own key as DER SubjectPublicKeyInfo
     */
    public static EnrolledHost verify(
            CertificateAnswer answer, BootstrapOffer offer, Bytes spki, Instant now) {
        EnrolledHost host = EnrolledHost.verify(answer, offer.verifier());
        if (!host.bootstrap().bytes().equals(offer.leaf().bytes())
                || host.bootstrap().index() != offer.leaf().index()) {
            throw new VerificationException(Reason.MISMATCH, "an enrolment by another bootstrap");
        }
        if (!Spki.encode(host.certificate().certificate().getPublicKey()).equals(spki)) {
            throw new VerificationException(Reason.MISMATCH, "a certificate for another key");
        }
        host.certificate().validity().check(now, "the certificate");
        return host;
    }
}
