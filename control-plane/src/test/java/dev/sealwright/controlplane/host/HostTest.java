package dev.sealwright.controlplane.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.HostCertificate;
import dev.sealwright.protocol.enrol.RenewalAnswer;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");

    @BeforeAll
    static void anOrganisation() {
        ACME.prepare();
    }

    private record Enrolled(TestHost host, CertificateAnswer certificate) {
        String sandbox() {
            return TestHost.sandbox(certificate).toString();
        }

        Answer heartbeat() {
            return host.with(certificate)
                    .post("/v1/heartbeats", "{\"policy_version\":1,\"agent\":{\"name\":\"a\"}}");
        }

        Json shown() {
            return ACME.get("/hosts/" + sandbox()).json();
        }
    }

    private static Enrolled enrolled() {
        TestHost host = new TestHost(SERVICE);
        return new Enrolled(host, TestHost.certificate(host.enrol(ACME.minted())));
    }

    @Test
    void theFirstHeartbeatActivatesTheHostWithALeafOfItsOwn() {
        Enrolled host = enrolled();
        assertThat(host.shown().text("state")).isEqualTo("enrolled");
        Answer answer = host.heartbeat();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().text("state")).isEqualTo("active");
        assertThat(answer.json().number("next_heartbeat_seconds")).isPositive();
        host.heartbeat();
        assertThat(host.shown().text("state")).isEqualTo("active");
        assertThat(host.shown().number("policy_version")).isEqualTo(1);
        assertThat(activations(host)).isEqualTo(1);
    }

    private static long activations(Enrolled host) {
        Json entries = SERVICE.admin().get("/audit/entries?org=acme&kind=activation").json();
        return entries.items("items").stream()
                .map(entry -> LeafCodec.decode(Bytes.fromBase64Url(entry.text("leaf"))).body())
                .filter(
                        body ->
                                ((LeafBody.Activation) body)
                                        .sandbox()
                                        .equals(host.certificate().sandbox()))
                .count();
    }

    @Test
    void whatAHostReportsIsInTheLogOnceHoweverOftenItIsSent() {
        Enrolled host = enrolled();
        String first = events(7, 8);

        assertThat(report(host, first).json().number("acknowledged")).isEqualTo(8);
        assertThat(report(host, first).json().number("acknowledged")).isEqualTo(8);
        assertThat(report(host, events(8, 11)).json().number("acknowledged")).isEqualTo(11);
        List<String> details =
                SERVICE
                        .admin()
                        .get(
                                "/audit/entries?org=acme&kind=host.reported&actor=host:"
                                        + host.sandbox())
                        .json()
                        .items("items")
                        .stream()
                        .map(entry -> entry.text("detail"))
                        .toList();
        assertThat(details).hasSize(2);
        assertThat(details.getFirst()).contains("sequence\":7", "sequence\":8", "missing\":0");
        assertThat(details.getLast())
                .contains("sequence\":11", "missing\":2")
                .doesNotContain("\":8");
        assertThat(report(host, events(9, 9)).problem()).isEqualTo("invalid-request");
        assertThat(report(host, "").problem()).isEqualTo("invalid-request");
        assertThat(SERVICE.hosts().post("/v1/host-events", "{}").problem())
                .isEqualTo("unauthenticated");
    }

    private static Answer report(Enrolled host, String events) {
        return host.host()
                .with(host.certificate())
                .post("/v1/host-events", "{\"events\":[" + events + "]}");
    }

    private static String events(long... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(
                        number ->
                                "{\"sequence\":"
                                        + number
                                        + ",\"time\":\"2026-11-26T10:00:00Z\",\"event\":"
                                        + "\"sync.failed\",\"detail\":\"away\"}")
                .collect(Collectors.joining(","));
    }

    @Test
    void aHostIsListedInItsOrganisationOnly() {
        Enrolled host = enrolled();
        Minter other = new Minter(SERVICE, "other");
        other.prepare();

        assertThat(ACME.get("/hosts").json().items("items"))
                .anyMatch(item -> item.text("sandbox_id").equals(host.sandbox()));
        assertThat(other.get("/hosts").json().items("items")).isEmpty();
        assertThat(other.get("/hosts/" + host.sandbox()).problem()).isEqualTo("not-found");
    }

    @Test
    void theNextCertificateIsForTheSameHostOnTheWordOfTheOldKey() {
        Enrolled host = enrolled();
        TestHost next = new TestHost(SERVICE);
        Answer answer = renew(host, next.key(), validity(), host.host());
        CertificateAnswer renewed = TestHost.certificate(answer);

        HostCertificate certificate =
                RenewalAnswer.verify(
                        renewed,
                        host.certificate().chain().getFirst(),
                        new ReceiptVerifier(SERVICE.anchors()));
        assertThat(certificate.id().sandbox()).isEqualTo(host.certificate().sandbox());
        assertThat(
                        TestHost.with(SERVICE, next.key(), renewed)
                                .post("/v1/heartbeats", "{}")
                                .status())
                .isEqualTo(200);
        assertThat(host.heartbeat().status()).isEqualTo(200);
    }

    @Test
    void askingTwiceForOneRenewalGivesOneCertificate() {
        Enrolled host = enrolled();
        TestHost next = new TestHost(SERVICE);
        Validity validity = validity();
        CertificateAnswer first =
                TestHost.certificate(renew(host, next.key(), validity, host.host()));
        CertificateAnswer second =
                TestHost.certificate(renew(host, next.key(), validity, host.host()));

        assertThat(second.chain().getFirst()).isEqualTo(first.chain().getFirst());
    }

    @Test
    void aRenewalThatTheOldKeyDidNotSignIsRefused() {
        Enrolled host = enrolled();
        TestHost next = new TestHost(SERVICE);

        assertThat(renew(host, next.key(), validity(), next).problem()).isEqualTo("proof-invalid");
    }

    @Test
    void aRenewalIsForNowAndForAnHour() {
        Enrolled host = enrolled();
        KeyPair next = new TestHost(SERVICE).key();
        Validity past =
                Validity.starting(
                        SERVICE.clock().instant().minusSeconds(61), Duration.ofMinutes(59));
        Validity future =
                Validity.starting(
                        SERVICE.clock().instant().plusSeconds(61), Duration.ofMinutes(59));
        Validity tooLong = Validity.starting(SERVICE.clock().instant(), Duration.ofSeconds(3601));

        assertThat(renew(host, next, past, host.host()).status()).isEqualTo(422);
        assertThat(renew(host, next, future, host.host()).status()).isEqualTo(422);
        assertThat(renew(host, next, tooLong, host.host()).status()).isEqualTo(422);
    }

    private static Validity validity() {
        return Validity.starting(SERVICE.clock().instant(), Duration.ofHours(1));
    }

    private static Answer renew(Enrolled host, KeyPair next, Validity validity, TestHost signer) {
        Bytes previous = Sha256.of(Certificates.encode(host.certificate().chain().getFirst()));
        RenewalProof proof =
                new RenewalProof(
                        SERVICE.anchors().origin(),
                        previous,
                        Spki.encode(next.getPublic()),
                        validity);
        return host.host()
                .with(host.certificate())
                .post(
                        "/v1/renewals",
                        String.format(
                                Locale.ROOT,
                                "{\"csr\":\"%s\",\"nbf\":%d,\"exp\":%d,\"proof\":\"%s\"}",
                                TestHost.csr(next).base64Url(),
                                validity.notBefore().getEpochSecond(),
                                validity.expires().getEpochSecond(),
                                signer.sign(proof.message()).base64Url()));
    }

    @Test
    void aRevokedHostIsShutOutAtOnceAndItsKeyNeverEnrolsAgain() {
        Enrolled host = enrolled();
        host.heartbeat();
        Answer revoked = revoke(host);

        assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        assertThat(revoked.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(host.heartbeat().status()).isEqualTo(403);
        assertThat(host.heartbeat().problem()).isEqualTo("host-revoked");
        assertThat(host.host().with(host.certificate()).get("/v1/sync").problem())
                .isEqualTo("host-revoked");
        assertThat(renew(host, new TestHost(SERVICE).key(), validity(), host.host()).problem())
                .isEqualTo("host-revoked");
        assertThat(host.shown().text("state")).isEqualTo("revoked");
        assertThat(host.host().enrol(ACME.minted()).problem()).isEqualTo("host-revoked");
    }

    @Test
    void revokingTwiceIsRevokingOnce() {
        Enrolled host = enrolled();

        assertThat(revoke(host).json().number("receipt_index"))
                .isEqualTo(revoke(host).json().number("receipt_index"));
    }

    @Test
    void aRevocationErasedFromTheDatabaseStillHolds() throws Exception {
        Enrolled host = enrolled();
        revoke(host);
        try (Connection connection = SERVICE.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE host SET revoked_at = NULL, revocation_leaf = NULL WHERE sandbox = '"
                            + host.sandbox()
                            + "'");
        }

        assertThat(host.heartbeat().problem()).isEqualTo("host-revoked");
    }

    @Test
    void onlyAnAdministratorOfTheOrganisationRevokes() {
        Enrolled host = enrolled();

        assertThat(
                        SERVICE.people()
                                .post(
                                        "/v1/orgs/acme/hosts/" + host.sandbox() + "/revocation",
                                        "{\"reason\":\"x\"}")
                                .problem())
                .isEqualTo("unauthenticated");
        assertThat(host.heartbeat().status()).isEqualTo(200);
    }

    private static Answer revoke(Enrolled host) {
        return SERVICE.admin()
                .post(
                        "/v1/orgs/acme/hosts/" + host.sandbox() + "/revocation",
                        "{\"reason\":\"stolen\"}");
    }
}
