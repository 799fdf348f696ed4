package dev.sealwright.controlplane.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.CertificateCheck;
import dev.sealwright.protocol.enrol.EnrolmentProof;
import dev.sealwright.protocol.enrol.HostCertificate;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnrolmentTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private Instant before;

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    @BeforeEach
    void rememberTheTime() {
        before = SERVICE.clock().instant();
    }

    @AfterEach
    void putTheClockBack() {
        SERVICE.clock().set(before);
    }

    private static TestHost host() {
        return new TestHost(SERVICE);
    }

    private static HostCertificate verified(CertificateAnswer answer) {
        ReceiptVerifier verifier = new ReceiptVerifier(SERVICE.anchors());
        return CertificateCheck.host(
                verifier.verify(answer.leaf(), answer.receipt()),
                answer.chain(),
                SERVICE.anchors());
    }

    @Test
    void aHostThatHoldsTheSecretGetsACertificateThatVerifiesOffline() {
        BootstrapSeed seed = ACME.minted();
        CertificateAnswer answer = TestHost.certificate(host().enrol(seed));

        HostCertificate certificate = verified(answer);
        assertThat(certificate.id().sandbox()).isEqualTo(answer.sandbox());
        assertThat(certificate.id().text()).startsWith("spiffe://sealwright.test/org/");
        assertThat(certificate.validity().length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aSpentBootstrapIsGoneForAnyOtherKey() {
        BootstrapSeed seed = ACME.minted();
        TestHost.certificate(host().enrol(seed));
        Answer second = host().enrol(seed);

        assertThat(second.status()).isEqualTo(410);
        assertThat(second.problem()).isEqualTo("bootstrap-spent");
    }

    @Test
    void theSameKeyGetsTheSameCertificateForFifteenMinutes() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = host();
        Answer first = host.enrol(seed);
        Answer again = host.enrol(seed);
        SERVICE.clock().advance(Duration.ofMinutes(15));
        Answer late = host.enrol(seed);
        SERVICE.clock().advance(Duration.ofSeconds(1));
        Answer tooLate = host.enrol(seed);

        assertThat(certificateOf(again)).isEqualTo(certificateOf(first));
        assertThat(certificateOf(late)).isEqualTo(certificateOf(first));
        assertThat(tooLate.problem()).isEqualTo("bootstrap-spent");
    }

    private static Bytes certificateOf(Answer answer) {
        return dev.sealwright.protocol.crypto.Certificates.encode(
                TestHost.certificate(answer).chain().getFirst());
    }

    @Test
    void oneOfSixtyFourRedeemersWinsAndTheContestIsRecordedOnce() throws Exception {
        BootstrapSeed seed = ACME.minted();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> pending = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                pending.add(threads.submit(() -> host().enrol(seed)));
            }
            for (Future<Answer> each : pending) {
                answers.add(each.get());
            }
        }

        assertThat(answers)
                .filteredOn(answer -> answer.status() == 201)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(410, 403));
        assertThat(events("bootstrap.contested", seed)).isEqualTo(1);
        assertThat(events("host.quarantined", seed)).isEqualTo(1);
        assertThat(
                        number(
                                "SELECT count(*) FROM enrolment WHERE bootstrap = decode('"
                                        + seed.id().value().hex()
                                        + "', 'hex')"))
                .isEqualTo(1);
    }

    @Test
    void sixtyFourRetriesOfOneKeyGetOneCertificate() throws Exception {
        BootstrapSeed seed = ACME.minted();
        TestHost host = host();
        Set<Bytes> certificates = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> pending = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                pending.add(threads.submit(() -> host.enrol(seed)));
            }
            for (Future<Answer> each : pending) {
                certificates.add(certificateOf(each.get()));
            }
        }

        assertThat(certificates).hasSize(1);
        assertThat(events("bootstrap.contested", seed)).isZero();
    }

    @Test
    void aSecondKeyThatHoldsTheSecretQuarantinesTheHost() {
        BootstrapSeed seed = ACME.minted();
        TestHost first = host();
        CertificateAnswer certificate = TestHost.certificate(first.enrol(seed));
        assertThat(first.with(certificate).post("/v1/heartbeats", "{}").status()).isEqualTo(200);
        host().enrol(seed);
        host().enrol(seed);

        assertThat(first.with(certificate).post("/v1/heartbeats", "{}").problem())
                .isEqualTo("host-revoked");
        assertThat(ACME.get("/hosts/" + TestHost.sandbox(certificate)).json().text("state"))
                .isEqualTo("quarantined");
        assertThat(events("bootstrap.contested", seed)).isEqualTo(1);
    }

    @Test
    void itIsRedeemedUntilSixtySecondsAfterItsEnd() {
        BootstrapSeed onTime = ACME.minted();
        SERVICE.clock().advance(Duration.ofMinutes(16));

        assertThat(host().enrol(onTime).status()).isEqualTo(201);
    }

    @Test
    void itIsExpiredOneSecondLater() {
        BootstrapSeed late = ACME.minted();
        BootstrapOffer offer = host().offer(late);
        SERVICE.clock().advance(Duration.ofSeconds(961));

        assertThat(host().ask(late).problem()).isEqualTo("bootstrap-expired");
        SERVICE.clock().advance(Duration.ofSeconds(-661));
        assertThat(host().redeem(late, offer).status()).isEqualTo(201);
    }

    @Test
    void aChallengeOfAnExpiredBootstrapIsNotRedeemed() {
        BootstrapSeed seed = ACME.minted();
        SERVICE.clock().advance(Duration.ofSeconds(800));
        TestHost host = host();
        BootstrapOffer offer = host.offer(seed);
        SERVICE.clock().advance(Duration.ofSeconds(161));

        Answer answer = host.redeem(seed, offer);
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.problem()).isEqualTo("bootstrap-expired");
    }

    @Test
    void itIsRedeemedFromSixtySecondsBeforeItsBeginning() {
        SERVICE.clock().advance(Duration.ofMinutes(5));
        BootstrapSeed early = ACME.minted();
        SERVICE.clock().advance(Duration.ofMinutes(-1));

        assertThat(host().enrol(early).status()).isEqualTo(201);
    }

    @Test
    void itIsNotRedeemedEarlierThanThat() {
        SERVICE.clock().advance(Duration.ofMinutes(5));
        BootstrapSeed early = ACME.minted();
        TestHost host = host();
        BootstrapOffer offer = host.offer(early);
        SERVICE.clock().advance(Duration.ofSeconds(-61));

        assertThat(host.redeem(early, offer).problem()).isEqualTo("bootstrap-expired");
    }

    @Test
    void aNonceFromBeforeARotationOfItsKeyIsGoodUnlessThatVersionWasEnded() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = new TestHost(SERVICE);
        BootstrapOffer offer = host.offer(seed);
        Answer rotated = SERVICE.admin().post("/v1/mac-key/rotation");
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(201);
        String old = "/v1/mac-key/versions/" + (rotated.json().number("version") - 1);

        SERVICE.admin().put(old + "?force=true", "{\"enabled\":false}");
        assertThat(host.redeem(seed, offer).problem()).isEqualTo("proof-invalid");
        SERVICE.admin().put(old, "{\"enabled\":true}");
        assertThat(host.redeem(seed, offer).status()).isEqualTo(201);
    }

    @Test
    void aNonceIsGoodForFiveMinutesAndForItsBootstrapOnly() {
        BootstrapSeed seed = ACME.minted();
        BootstrapSeed other = ACME.minted();
        TestHost host = host();
        BootstrapOffer offer = host.offer(seed);
        Bytes foreign = host.offer(other).nonce();

        assertThat(
                        host.redeem(seed, foreign, host.csr(), proof(seed, offer, foreign, host))
                                .problem())
                .isEqualTo("proof-invalid");
        assertThat(
                        host.redeem(
                                        seed,
                                        Bytes.zeros(32),
                                        host.csr(),
                                        proof(seed, offer, Bytes.zeros(32), host))
                                .problem())
                .isEqualTo("proof-invalid");
        SERVICE.clock().advance(Duration.ofSeconds(301));
        assertThat(host.redeem(seed, offer).problem()).isEqualTo("proof-invalid");
    }

    private static Bytes proof(
            BootstrapSeed seed, BootstrapOffer offer, Bytes nonce, TestHost host) {
        return seed.sign(
                new EnrolmentProof(
                                SERVICE.anchors().origin(),
                                seed.id(),
                                nonce,
                                host.spki(),
                                offer.leaf().hash())
                        .message());
    }

    @Test
    void aFalseProofBurnsNothingAndIsRecordedOnce() {
        BootstrapSeed seed = ACME.minted();
        BootstrapSeed stranger = TestHost.seed();
        TestHost host = host();
        BootstrapOffer offer = host.offer(seed);

        Bytes byAnotherKey =
                stranger.sign(
                        new EnrolmentProof(
                                        SERVICE.anchors().origin(),
                                        seed.id(),
                                        offer.nonce(),
                                        host.spki(),
                                        offer.leaf().hash())
                                .message());
        Bytes forAnotherHost = offer.prove(seed, host().spki());
        for (Bytes proof : List.of(byAnotherKey, forAnotherHost, Bytes.zeros(64))) {
            Answer answer = host.redeem(seed, offer.nonce(), host.csr(), proof);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("proof-invalid");
        }
        assertThat(events("enrolment.refused", seed)).isEqualTo(1);
        assertThat(host.redeem(seed, offer).status()).isEqualTo(201);
    }

    @Test
    void aRequestThatIsNoCertificateRequestBurnsNothing() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = host();
        BootstrapOffer offer = host.offer(seed);
        Bytes proof = offer.prove(seed, host.spki());
        Bytes csr = host.csr();

        List<Bytes> broken =
                List.of(
                        csr.slice(0, csr.size() - 1),
                        Bytes.concat(csr, Bytes.zeros(1)),
                        Bytes.zeros(100),
                        Bytes.zeros(4090),
                        changed(csr, csr.size() - 3));
        for (Bytes each : broken) {
            Answer answer = host.redeem(seed, offer.nonce(), each, proof);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        }
        assertThat(host.redeem(seed, offer.nonce(), Bytes.zeros(5000), proof).status())
                .isEqualTo(422);
        assertThat(host.redeem(seed, offer.nonce().slice(0, 31), csr, proof).status())
                .isEqualTo(422);
        assertThat(host.redeem(seed, offer).status()).isEqualTo(201);
    }

    private static Bytes changed(Bytes value, int at) {
        byte[] bytes = value.toArray();
        bytes[at] ^= 1;
        return Bytes.of(bytes);
    }

    @Test
    void anUnknownBootstrapIsNotFound() {
        assertThat(host().ask(TestHost.seed()).problem()).isEqualTo("not-found");
    }

    @Test
    void aBootstrapMovedToAnotherOrganisationInTheDatabaseCountsAsAbsent() throws Exception {
        BootstrapSeed seed = ACME.minted();
        sql(
                "UPDATE bootstrap SET org = decode(repeat('ab', 16), 'hex') WHERE id = decode('"
                        + seed.id().value().hex()
                        + "', 'hex')");

        assertThat(host().ask(seed).problem()).isEqualTo("not-found");
    }

    @Test
    void aBootstrapPlantedInTheDatabaseCountsAsAbsent() throws Exception {
        BootstrapSeed real = ACME.minted();
        BootstrapSeed planted = TestHost.seed();
        sql(
                "INSERT INTO bootstrap SELECT decode('"
                        + planted.id().value().hex()
                        + "', 'hex'), gen_random_uuid(), org, spec, spec_name, decode('"
                        + planted.publicKey().hex()
                        + "', 'hex'), nbf, exp, (SELECT id FROM log_entry WHERE index = 3), minted_by"
                        + " FROM bootstrap WHERE id = decode('"
                        + real.id().value().hex()
                        + "', 'hex')");

        assertThat(host().ask(planted).problem()).isEqualTo("not-found");
    }

    @Test
    void afterARestartTheSameKeyGetsItsCertificateAgain() {
        BootstrapSeed seed = ACME.minted();
        TestHost host = host();
        Bytes first = certificateOf(host.enrol(seed));
        SERVICE.stop();
        SERVICE.start();

        assertThat(certificateOf(host.enrol(seed))).isEqualTo(first);
    }

    @Test
    void aBurnThatGotNoCertificateIsFinishedByTheSameKey() throws Exception {
        BootstrapSeed seed = ACME.minted();
        TestHost host = host();
        CertificateAnswer first = TestHost.certificate(host.enrol(seed));
        sql(
                "UPDATE enrolment SET chain = NULL WHERE bootstrap = decode('"
                        + seed.id().value().hex()
                        + "', 'hex')");
        SERVICE.stop();
        SERVICE.start();
        CertificateAnswer again = TestHost.certificate(host.enrol(seed));

        assertThat(again.leaf()).isEqualTo(first.leaf());
        assertThat(again.chain().getFirst().getSerialNumber())
                .isEqualTo(first.chain().getFirst().getSerialNumber());
        verified(again);
    }

    /** How many events of that kind name this bootstrap. */
    private static long events(String kind, BootstrapSeed seed) {
        Answer entries = SERVICE.admin().get("/audit/entries?org=acme&kind=event");
        return entries.json().items("items").stream()
                .filter(entry -> entry.text("kind").equals(kind))
                .filter(entry -> entry.text("detail").contains(seed.id().text()))
                .count();
    }

    private static long number(String query) throws Exception {
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement();
                var results = statement.executeQuery(query)) {
            results.next();
            return results.getLong(1);
        }
    }

    private static void sql(String text) throws Exception {
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }
}
