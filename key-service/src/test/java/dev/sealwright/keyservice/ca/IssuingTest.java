package dev.sealwright.keyservice.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.CertificateOrder;
import dev.sealwright.keyservice.api.IssuedCertificate;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedTokenTests;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.CertificateCheck;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which orders get a certificate, and what it says. */
final class IssuingTest extends SharedTokenTests {
    private static final Bytes SPEC = Bytes.fromHex("11111111111111111111111111111111");
    private static final Bytes OTHER_ORG = Bytes.fromHex("22222222222222222222222222222222");

    private final BootstrapSeed seed = BootstrapSeed.of(leaves.random(32).toArray());
    private final TestHost host = TestHost.p256();
    private final VerifiedAnchors anchors = ceremony().anchors(clock.instant());

    private Validity now(Duration length) {
        return Validity.starting(clock.instant(), length);
    }

    private ProvenLeaf bootstrap(Bytes org) {
        return log.appended(
                leaves.of(
                        org,
                        new LeafBody.Bootstrap(
                                seed.id().value(),
                                seed.publicKey(),
                                SPEC,
                                now(Duration.ofMinutes(15)))));
    }

    /** An enrolment of this host by that bootstrap leaf, proven as it should be. */
    private LeafBody.Enrolment enrolment(ProvenLeaf bootstrap, TestHost of) {
        Bytes nonce = leaves.random(32);
        EnrolmentProof proof =
                new EnrolmentProof(
                        anchors.origin(),
                        seed.id(),
                        nonce,
                        of.spki(),
                        TreeHash.leaf(bootstrap.leaf()));
        return new LeafBody.Enrolment(
                seed.id().value(),
                leaves.id(),
                SPEC,
                Sha256.of(of.spki()),
                nonce,
                seed.sign(proof.message()),
                now(Duration.ofHours(1)));
    }

    private record Enrolled(ProvenLeaf leaf, Bytes sandbox, IssuedCertificate certificate) {}

    private Enrolled enrol(TestHost of) {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        LeafBody.Enrolment body = enrolment(bootstrap, of);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, body));
        IssuedCertificate issued =
                service.issueCertificate(CertificateOrder.enrolment(leaf, bootstrap, of.csr()));
        return new Enrolled(leaf, body.sandbox(), issued);
    }

    private VerifiedLeaf verified(ProvenLeaf proven) {
        return new ReceiptVerifier(anchors).verify(proven.leaf(), Receipt.parse(proven.receipt()));
    }

    private static List<X509Certificate> parsed(IssuedCertificate issued) {
        return issued.chain().stream().map(Certificates::parse).toList();
    }

    @Test
    void anEnrolledHostGetsTheCertificateItsLeafDescribes() {
        for (TestHost each : List.of(TestHost.p256(), TestHost.p384(), TestHost.ed25519())) {
            Enrolled enrolled = enrol(each);
            var checked =
                    CertificateCheck.host(
                            verified(enrolled.leaf()), parsed(enrolled.certificate()), anchors);
            assertThat(checked.id().text())
                    .isEqualTo(
                            "spiffe://sealwright.test/org/%s/sandbox/%s",
                            Leaves.ORG.hex(), Uuids.text(enrolled.sandbox()));
            X509Certificate certificate = checked.certificate();
            assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
            assertThat(certificate.getCriticalExtensionOIDs())
                    .contains("2.5.29.15", "2.5.29.17", "2.5.29.19");
        }
    }

    @Test
    void theSameOrderGivesTheSameContentAgain() throws Exception {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        CertificateOrder order = CertificateOrder.enrolment(leaf, bootstrap, host.csr());
        X509Certificate first = parsed(service.issueCertificate(order)).getFirst();
        X509Certificate second = parsed(service.issueCertificate(order)).getFirst();
        assertThat(second.getTBSCertificate()).isEqualTo(first.getTBSCertificate());
    }

    @Test
    void aDamagedSignatureBecomesNoCertificate() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        CertificateOrder order = CertificateOrder.enrolment(leaf, bootstrap, host.csr());
        backend.alterSignatures(IssuingTest::damaged);
        assertThatThrownBy(() -> service.issueCertificate(order))
                .isInstanceOf(KeyServiceUnavailableException.class)
                .hasStackTraceContaining("do not verify");
        backend.alterSignatures(signature -> signature);
        assertThat(service.issueCertificate(order).chain()).hasSize(3);
    }

    private static Bytes damaged(Bytes signature) {
        byte[] bytes = signature.toArray();
        bytes[bytes.length / 2] ^= 0x10;
        return Bytes.of(bytes);
    }

    @Test
    void aCertificateWithoutItsLeafInTheLogIsRefused() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        Bytes leaf = leaves.of(Leaves.ORG, enrolment(bootstrap, host));
        service.admit(List.of(leaf));
        ProvenLeaf withAnothersReceipt = new ProvenLeaf(leaf, bootstrap.receipt());
        refused(
                RefusalCode.RECEIPT,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(
                                        withAnothersReceipt, bootstrap, host.csr())));
        refused(
                RefusalCode.MALFORMED,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(
                                        new ProvenLeaf(leaf, ""), bootstrap, host.csr())));
    }

    @Test
    void aForgedReceiptIsRefusedWhereverItIsChanged() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        String receipt = leaf.receipt();
        for (int at = 0; at < receipt.length(); at += 7) {
            char changed = receipt.charAt(at) == 'A' ? 'B' : 'A';
            String forged = receipt.substring(0, at) + changed + receipt.substring(at + 1);
            assertThatThrownBy(
                            () ->
                                    service.issueCertificate(
                                            CertificateOrder.enrolment(
                                                    new ProvenLeaf(leaf.leaf(), forged),
                                                    bootstrap,
                                                    host.csr())))
                    .as("character %d", at)
                    .isInstanceOf(KeyServiceRefusedException.class);
        }
    }

    @Test
    void aBootstrapOfAnotherOrgIsNoRight() {
        ProvenLeaf foreign = bootstrap(OTHER_ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(foreign, host)));
        refused(
                RefusalCode.FOREIGN_ORG,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(leaf, foreign, host.csr())));
    }

    @Test
    void anEnrolmentForAnotherSpecOrBootstrapIsRefused() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        LeafBody.Enrolment good = enrolment(bootstrap, host);
        LeafBody.Enrolment otherSpec =
                new LeafBody.Enrolment(
                        good.bootstrap(),
                        good.sandbox(),
                        leaves.random(16),
                        good.spki(),
                        good.nonce(),
                        good.proof(),
                        good.validity());
        LeafBody.Enrolment otherBootstrap =
                new LeafBody.Enrolment(
                        leaves.random(16),
                        good.sandbox(),
                        good.spec(),
                        good.spki(),
                        good.nonce(),
                        good.proof(),
                        good.validity());
        for (LeafBody.Enrolment bad : List.of(otherSpec, otherBootstrap)) {
            ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, bad));
            refused(
                    RefusalCode.MISMATCH,
                    () ->
                            service.issueCertificate(
                                    CertificateOrder.enrolment(leaf, bootstrap, host.csr())));
        }
    }

    @Test
    void aProofByAnotherKeyOrForAnotherKeyIsRefused() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        LeafBody.Enrolment good = enrolment(bootstrap, host);
        BootstrapSeed thief = BootstrapSeed.of(leaves.random(32).toArray());
        LeafBody.Enrolment stolen =
                new LeafBody.Enrolment(
                        good.bootstrap(),
                        good.sandbox(),
                        good.spec(),
                        good.spki(),
                        good.nonce(),
                        thief.sign(
                                new EnrolmentProof(
                                                anchors.origin(),
                                                new BootstrapId(good.bootstrap()),
                                                good.nonce(),
                                                host.spki(),
                                                TreeHash.leaf(bootstrap.leaf()))
                                        .message()),
                        good.validity());
        ProvenLeaf byThief = log.appended(leaves.of(Leaves.ORG, stolen));
        refused(
                RefusalCode.PROOF,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(byThief, bootstrap, host.csr())));

        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, good));
        refused(
                RefusalCode.CSR,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(
                                        leaf, bootstrap, TestHost.p256().csr())));
    }

    @Test
    void anEnrolmentAfterTheBootstrapEndedIsRefusedAndWithinTheSkewIsNot() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        clock.advance(Duration.ofMinutes(16));
        LeafBody.Enrolment inTime = enrolment(bootstrap, host);
        ProvenLeaf atTheEdge = log.appended(leaves.of(Leaves.ORG, inTime));
        assertThat(
                        service.issueCertificate(
                                        CertificateOrder.enrolment(
                                                atTheEdge, bootstrap, host.csr()))
                                .chain())
                .hasSize(3);

        clock.advance(Duration.ofSeconds(1));
        LeafBody.Enrolment late = enrolment(bootstrap, host);
        ProvenLeaf tooLate = log.appended(leaves.of(Leaves.ORG, late));
        refused(
                RefusalCode.WINDOW,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(tooLate, bootstrap, host.csr())));
    }

    @Test
    void anOrderBringsExactlyWhatSupportsIt() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        for (List<ProvenLeaf> supporting :
                List.<List<ProvenLeaf>>of(List.of(), List.of(bootstrap, bootstrap))) {
            refused(
                    RefusalCode.SUPPORT,
                    () ->
                            service.issueCertificate(
                                    new CertificateOrder(
                                            leaf, supporting, host.csr(), Optional.empty())));
        }
        refused(
                RefusalCode.WRONG_TYPE,
                () -> service.issueCertificate(CertificateOrder.enrolment(leaf, leaf, host.csr())));
        refused(
                RefusalCode.WRONG_TYPE,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(bootstrap, bootstrap, host.csr())));
    }

    @Test
    void aRequestThatDoesNotProveItsKeyIsRefused() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        byte[] changed = host.csr().toArray();
        changed[changed.length - 5] ^= 1;
        List<Bytes> bad =
                List.of(
                        Bytes.of(changed),
                        Bytes.EMPTY,
                        Bytes.utf8("no request"),
                        Bytes.concat(host.csr(), Bytes.zeros(1)),
                        Bytes.zeros(9000),
                        host.csrSignedAs("SHA384withECDSA"),
                        host.csrSignedAs("SHA1withECDSA"));
        for (Bytes csr : bad) {
            refused(
                    RefusalCode.CSR,
                    () ->
                            service.issueCertificate(
                                    CertificateOrder.enrolment(leaf, bootstrap, csr)));
        }
        refused(
                RefusalCode.KEY_TYPE,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(leaf, bootstrap, TestHost.rsa().csr())));
    }

    @Test
    void aRequestWhoseSignatureEndsWithinAnOctetIsRefused() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        byte[] csr = host.csr().toArray();
        int padding = csr.length - 1;
        while (csr[padding - 2] != 0x03 || csr[padding - 1] != csr.length - padding) {
            padding--;
        }
        csr[padding] = 3;
        csr[csr.length - 1] = (byte) (csr[csr.length - 1] & 0xf8);
        refused(
                RefusalCode.CSR,
                () ->
                        service.issueCertificate(
                                CertificateOrder.enrolment(leaf, bootstrap, Bytes.of(csr))));
    }

    @Test
    void noByteOfARequestCanBeChangedUnnoticed() {
        ProvenLeaf bootstrap = bootstrap(Leaves.ORG);
        ProvenLeaf leaf = log.appended(leaves.of(Leaves.ORG, enrolment(bootstrap, host)));
        Bytes csr = host.csr();
        for (int at = 0; at < csr.size(); at++) {
            byte[] changed = csr.toArray();
            changed[at] ^= 0x04;
            assertThatThrownBy(
                            () ->
                                    service.issueCertificate(
                                            CertificateOrder.enrolment(
                                                    leaf, bootstrap, Bytes.of(changed))))
                    .as("byte %d", at)
                    .isInstanceOf(KeyServiceRefusedException.class);
        }
    }

    private ProvenLeaf renewal(Enrolled enrolled, TestHost next, TestHost by, Bytes org) {
        Bytes previous = Sha256.of(enrolled.certificate().certificate());
        Validity validity = now(Duration.ofHours(1));
        RenewalProof proof = new RenewalProof(anchors.origin(), previous, next.spki(), validity);
        return log.appended(
                leaves.of(
                        org,
                        new LeafBody.Renewal(
                                enrolled.sandbox(),
                                Sha256.of(next.spki()),
                                previous,
                                by.sign(proof.message()),
                                validity)));
    }

    @Test
    void aHostRenewsWithANewKeyThatItsOldKeyAskedFor() {
        for (TestHost old : List.of(TestHost.p256(), TestHost.p384(), TestHost.ed25519())) {
            Enrolled enrolled = enrol(old);
            TestHost next = TestHost.p256();
            ProvenLeaf leaf = renewal(enrolled, next, old, Leaves.ORG);
            IssuedCertificate issued =
                    service.issueCertificate(
                            CertificateOrder.renewal(
                                    leaf, next.csr(), enrolled.certificate().certificate()));
            CertificateCheck.host(verified(leaf), parsed(issued), anchors);
        }
    }

    @Test
    void aRenewalThatTheOldKeyDidNotAskForIsRefused() {
        Enrolled enrolled = enrol(host);
        TestHost next = TestHost.p256();
        ProvenLeaf leaf = renewal(enrolled, next, next, Leaves.ORG);
        refused(
                RefusalCode.PROOF,
                () ->
                        service.issueCertificate(
                                CertificateOrder.renewal(
                                        leaf, next.csr(), enrolled.certificate().certificate())));
    }

    @Test
    void aRenewalUnderAnotherOrgOrOfAForeignCertificateIsRefused() {
        Enrolled enrolled = enrol(host);
        Bytes certificate = enrolled.certificate().certificate();
        ProvenLeaf underOther = renewal(enrolled, host, host, OTHER_ORG);
        refused(
                RefusalCode.PREVIOUS_CERTIFICATE,
                () ->
                        service.issueCertificate(
                                CertificateOrder.renewal(underOther, host.csr(), certificate)));

        ProvenLeaf leaf = renewal(enrolled, host, host, Leaves.ORG);
        Bytes another = enrol(TestHost.p256()).certificate().certificate();
        refused(
                RefusalCode.MISMATCH,
                () ->
                        service.issueCertificate(
                                CertificateOrder.renewal(leaf, host.csr(), another)));
        refused(
                RefusalCode.SUPPORT,
                () ->
                        service.issueCertificate(
                                new CertificateOrder(
                                        leaf, List.of(), host.csr(), Optional.empty())));
    }

    @Test
    void aCertificateThatExpiredIsNotRenewed() {
        Enrolled enrolled = enrol(host);
        clock.advance(Duration.ofMinutes(61));
        ProvenLeaf inTime = renewal(enrolled, host, host, Leaves.ORG);
        Bytes certificate = enrolled.certificate().certificate();
        service.issueCertificate(CertificateOrder.renewal(inTime, host.csr(), certificate));

        clock.advance(Duration.ofSeconds(1));
        ProvenLeaf tooLate = renewal(enrolled, host, host, Leaves.ORG);
        refused(
                RefusalCode.PREVIOUS_CERTIFICATE,
                () ->
                        service.issueCertificate(
                                CertificateOrder.renewal(tooLate, host.csr(), certificate)));
    }

    private ProvenLeaf server(TestHost of, List<String> names) {
        return log.appended(
                leaves.of(
                        Leaf.NO_ORG,
                        new LeafBody.Server(names, Sha256.of(of.spki()), now(Duration.ofDays(7)))));
    }

    @Test
    void theListenersGetCertificatesForTheNamesOfTheAnchors() {
        ProvenLeaf leaf = server(host, List.of("127.0.0.1", "localhost"));
        IssuedCertificate issued =
                service.issueCertificate(CertificateOrder.server(leaf, host.csr()));
        CertificateCheck.server(verified(leaf), parsed(issued), anchors);
        assertThat(issued.chainPem()).hasSize(3).allMatch(pem -> pem.endsWith("-----\n"));
    }

    @Test
    void anExpiredLeafIsNoCertificateAnyMore() {
        ProvenLeaf leaf = server(host, List.of("localhost"));
        clock.advance(Duration.ofDays(7).plusSeconds(61));
        refused(
                RefusalCode.WINDOW,
                () -> service.issueCertificate(CertificateOrder.server(leaf, host.csr())));
    }

    @Test
    void withoutTheTokenTheServiceSaysThatItIsUnavailable() {
        ProvenLeaf leaf = server(host, List.of("localhost"));
        backend.setAway(true);
        CertificateOrder order = CertificateOrder.server(leaf, host.csr());
        assertThatThrownBy(() -> service.issueCertificate(order))
                .isInstanceOf(KeyServiceUnavailableException.class);
        assertThatThrownBy(() -> service.probe())
                .isInstanceOf(KeyServiceUnavailableException.class);
        backend.setAway(false);
        assertThat(service.issueCertificate(order).chain()).hasSize(3);
    }

    @Test
    void opensslFindsNothingToSayAgainstTheChains() throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        Assumptions.assumeTrue(Files.isExecutable(openssl), "openssl is not on this machine");
        IssuedCertificate ofHost = enrol(host).certificate();
        IssuedCertificate ofServer =
                service.issueCertificate(
                        CertificateOrder.server(
                                server(host, List.of("127.0.0.1", "localhost")), host.csr()));
        verifyStrictly(openssl, ofHost, "sslclient");
        verifyStrictly(openssl, ofServer, "sslserver");
    }

    private void verifyStrictly(Path openssl, IssuedCertificate issued, String purpose)
            throws Exception {
        List<Path> files =
                List.of(
                        folder.resolve(purpose + ".crt"),
                        folder.resolve(purpose + "-ca.crt"),
                        folder.resolve(purpose + "-root.crt"));
        for (int i = 0; i < files.size(); i++) {
            Files.writeString(files.get(i), issued.chainPem().get(i));
        }
        Process process =
                new ProcessBuilder(
                                openssl.toString(),
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                purpose,
                                "-attime",
                                Long.toString(clock.instant().getEpochSecond()),
                                "-CAfile",
                                files.get(2).toString(),
                                "-untrusted",
                                files.get(1).toString(),
                                files.get(0).toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
