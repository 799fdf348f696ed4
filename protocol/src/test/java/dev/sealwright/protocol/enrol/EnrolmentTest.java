package dev.sealwright.protocol.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.TestCertificates;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final Validity HOUR = Validity.starting(World.NOW, Duration.ofHours(1));

    private final World world = new World();
    private final Enrolments service = new Enrolments(world);
    private final KeyPair host = World.p256();
    private final Bytes spki = Spki.encode(host.getPublic());

    private static void refused(Reason reason, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(
                        VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private BootstrapOffer offer(EnrolmentChallenge challenge) {
        return BootstrapOffer.verify(challenge, service.seed.publicKey(), world.pin(), World.NOW);
    }

    private CertificateAnswer enrol(BootstrapOffer offer, KeyPair key) {
        Bytes proof = offer.prove(service.seed, Spki.encode(key.getPublic()));
        return service.answer(service.enrolment(key, proof), key, HOUR);
    }

    @Test
    void aHostEnrolsInTwoSteps() {
        EnrolmentChallenge challenge = EnrolmentChallenge.fromJson(service.mint().toJson());
        BootstrapOffer offer = offer(challenge);
        CertificateAnswer answer = CertificateAnswer.fromJson(enrol(offer, host).toJson());
        EnrolledHost enrolled = EnrolmentAnswer.verify(answer, offer, spki, World.NOW);
        assertThat(enrolled.id())
                .isEqualTo(new SpiffeId("seal.example", World.ORG, Enrolments.SANDBOX));
        assertThat(enrolled.spec()).isEqualTo(Enrolments.SPEC);
        assertThat(SpiffeId.parse(enrolled.id().text())).isEqualTo(enrolled.id());
    }

    @Test
    void theEvidenceStillHoldsWhenTheCertificateIsOver() {
        CertificateAnswer answer = enrol(offer(service.mint()), host);
        var later = World.NOW.plus(Duration.ofDays(30));
        var anchors = AnchorsDocument.verify(world.sign(world.anchors()), world.pin(), later);
        var verifier = new ReceiptVerifier(anchors);
        assertThat(EnrolledHost.verify(answer, verifier).certificate().validity().over(later))
                .isTrue();
    }

    @Test
    void anotherRootIsRefused() {
        RootPin other = RootPin.of(World.p256().getPublic());
        EnrolmentChallenge challenge = service.mint();
        refused(
                Reason.ROOT_PIN,
                () -> BootstrapOffer.verify(challenge, service.seed.publicKey(), other, World.NOW));
    }

    @Test
    void aBootstrapForAnotherKeyIsRefused() {
        EnrolmentChallenge challenge = service.mint();
        Bytes other = BootstrapSeed.of(new byte[32]).publicKey();
        refused(
                Reason.MISMATCH,
                () -> BootstrapOffer.verify(challenge, other, world.pin(), World.NOW));
    }

    @Test
    void aBootstrapCountsOnlyInItsTimeAndOneMinuteAround() {
        EnrolmentChallenge challenge = service.mint();
        Instant end = World.NOW.plus(Duration.ofMinutes(15));
        assertThat(offerAt(challenge, World.NOW.minusSeconds(60))).isNotNull();
        assertThat(offerAt(challenge, end.plusSeconds(60))).isNotNull();
        refused(Reason.NOT_YET_VALID, () -> offerAt(challenge, World.NOW.minusSeconds(61)));
        refused(Reason.EXPIRED, () -> offerAt(challenge, end.plusSeconds(61)));
    }

    private BootstrapOffer offerAt(EnrolmentChallenge challenge, Instant now) {
        return BootstrapOffer.verify(challenge, service.seed.publicKey(), world.pin(), now);
    }

    @Test
    void aCertificateForAnotherKeyIsRefused() {
        BootstrapOffer offer = offer(service.mint());
        CertificateAnswer answer = enrol(offer, World.p256());
        refused(Reason.MISMATCH, () -> EnrolmentAnswer.verify(answer, offer, spki, World.NOW));
    }

    @Test
    void anEnrolmentWithAProofForAnotherKeyIsRefused() {
        BootstrapOffer offer = offer(service.mint());
        Bytes proof = offer.prove(service.seed, Spki.encode(World.p256().getPublic()));
        CertificateAnswer answer = service.answer(service.enrolment(host, proof), host, HOUR);
        refused(Reason.SIGNATURE, () -> EnrolmentAnswer.verify(answer, offer, spki, World.NOW));
    }

    @Test
    void aCertificateThatIsNoFunctionOfItsLeafIsRefused() {
        BootstrapOffer offer = offer(service.mint());
        CertificateAnswer right = enrol(offer, host);
        long index = right.receipt().index();
        var otherNames =
                new GeneralNames(
                        new GeneralName(
                                GeneralName.uniformResourceIdentifier, "spiffe://seal.example/x"));
        Validity longer = Validity.starting(World.NOW, Duration.ofHours(2));
        refuses(
                Reason.MISMATCH,
                offer,
                right,
                sign(service.spec(right.leaf(), index + 1, host, HOUR)));
        refuses(
                Reason.MISMATCH,
                offer,
                right,
                sign(service.spec(right.leaf(), index, host, longer)));
        refuses(
                Reason.MISMATCH,
                offer,
                right,
                sign(service.spec(right.leaf(), index, World.p256(), HOUR)));
        refuses(
                Reason.MISMATCH,
                offer,
                right,
                sign(service.spec(right.leaf(), index, host, HOUR).names(otherNames)));
        refuses(
                Reason.CERTIFICATE,
                offer,
                right,
                sign(
                        service.spec(right.leaf(), index, host, HOUR)
                                .usage(KeyPurposeId.id_kp_serverAuth)));
        refuses(
                Reason.CERTIFICATE,
                offer,
                right,
                sign(service.spec(right.leaf(), index, host, HOUR).ca(0)));
        refuses(
                Reason.SIGNATURE,
                offer,
                right,
                service.spec(right.leaf(), index, host, HOUR)
                        .signedBy(world.hostCa, world.serverCaKey.getPrivate()));
    }

    private X509Certificate sign(TestCertificates.Spec spec) {
        return spec.signedBy(world.hostCa, world.hostCaKey.getPrivate());
    }

    private void refuses(
            Reason reason, BootstrapOffer offer, CertificateAnswer right, X509Certificate other) {
        CertificateAnswer wrong = service.answer(right.leaf(), right.receipt(), other);
        refused(reason, () -> EnrolmentAnswer.verify(wrong, offer, spki, World.NOW));
    }

    @Test
    void aHostRenewsWithItsOldKey() {
        X509Certificate old = enrol(offer(service.mint()), host).chain().getFirst();
        for (KeyPair next : new KeyPair[] {World.p256(), World.p384(), World.ed25519()}) {
            RenewalRequest request = request(old, next, host);
            CertificateAnswer answer =
                    service.answer(service.renewal(old, next, request), next, request.validity());
            HostCertificate renewed =
                    RenewalAnswer.verify(
                            answer,
                            request,
                            Spki.encode(next.getPublic()),
                            old,
                            verifier(),
                            World.NOW);
            assertThat(renewed.id().sandbox()).isEqualTo(Enrolments.SANDBOX);
        }
    }

    @Test
    void aRenewalByAnotherKeyIsRefused() {
        X509Certificate old = enrol(offer(service.mint()), host).chain().getFirst();
        KeyPair next = World.p256();
        RenewalRequest request = request(old, next, next);
        CertificateAnswer answer =
                service.answer(service.renewal(old, next, request), next, request.validity());
        refused(Reason.SIGNATURE, () -> RenewalAnswer.verify(answer, old, verifier()));
    }

    private ReceiptVerifier verifier() {
        return new ReceiptVerifier(world.verifiedAnchors());
    }

    private RenewalRequest request(X509Certificate old, KeyPair next, KeyPair signer) {
        RenewalProof proof =
                new RenewalProof(
                        World.ORIGIN,
                        Sha256.of(Certificates.encode(old)),
                        Spki.encode(next.getPublic()),
                        HOUR);
        Bytes signature = World.sign("SHA256withECDSA", signer.getPrivate(), proof.message());
        return RenewalRequest.fromJson(
                new RenewalRequest(Bytes.zeros(1), HOUR, signature).toJson());
    }

    @Test
    void aBootstrapAloneIsNoEnrolment() {
        EnrolmentChallenge challenge = service.mint();
        BootstrapOffer offer = offer(challenge);
        Receipt receipt = challenge.bootstrapReceipt();
        X509Certificate certificate =
                service.certificate(challenge.bootstrapLeaf(), receipt.index(), host, HOUR);
        CertificateAnswer answer = service.answer(challenge.bootstrapLeaf(), receipt, certificate);
        refused(Reason.LEAF_TYPE, () -> EnrolmentAnswer.verify(answer, offer, spki, World.NOW));
        assertThat(offer.bootstrap()).isInstanceOf(LeafBody.Bootstrap.class);
    }
}
