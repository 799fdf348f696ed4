package dev.sealwright.controlplane.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.approval.Authority;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Certificates;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.enrol.BootstrapOffer;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.RenewalProof;
import dev.sealwright.protocol.leaf.Approvable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends the example of every operation of openapi.yml, in their order, and holds each answer to its
 * description.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ExamplesTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Contract CONTRACT = Contract.read();

    /** RFC 8032 section 7.1, test 1. */
    private static final BootstrapSeed SEED =
            BootstrapSeed.of(
                    HexFormat.of()
                            .parseHex(
                                    "9d61b19deffd5a60ba844af492ec2cc4"
                                            + "4449c5697b326919703bac031cae7f60"));

    private final TestHost host = new TestHost(SERVICE);
    private Optional<CertificateAnswer> certificate = Optional.empty();
    private Optional<String> report = Optional.empty();
    private Optional<String> ceremony = Optional.empty();
    private Optional<String> approval = Optional.empty();
    private Optional<String> token = Optional.empty();

    static List<Operation> operations() {
        return CONTRACT.operations();
    }

    @Test
    void theBodiesOfTheExamplesKeepToTheirSchemas() {
        for (Operation operation : operations()) {
            assertThat(CONTRACT.bodyFaults(operation)).as(operation.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theExampleIsAnsweredAsDescribed(Operation operation) {
        assumeThat(operation.id().equals("sbom") && !aListWasBuilt())
                .as("an offline build makes no component list")
                .isFalse();
        if (operation.id().equals("signApproval")) {
            approval = waiting(SERVICE.admin().delete("/v1/orgs/platform/authority-keys/security"));
        }
        Answer answer =
                client(operation)
                        .send(
                                operation.method(),
                                operation.target(chosenAnew()),
                                body(operation),
                                operation.takesBody() ? "application/json" : "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(operation.status());
        assertThat(CONTRACT.faults(operation, answer)).as(answer.text()).isEmpty();
        if (operation.id().equals("enrol")) {
            certificate = Optional.of(TestHost.certificate(answer));
        }
        if (operation.id().equals("deleteAuthorityKey")) {
            approval = waiting(answer);
        }
        if (operation.id().equals("issueCapabilityToken")) {
            token = Optional.of(answer.json().text("id"));
        }
        if (operation.id().equals("submitCeremony")) {
            ceremony = Optional.of(answer.json().text("id"));
        }
        if (operation.id().equals("createReport")) {
            report = Optional.of(answer.json().text("id"));
        }
    }

    private static Optional<String> waiting(Answer answer) {
        String location = answer.header("Location");
        return Optional.of(location.substring(location.lastIndexOf('/') + 1));
    }

    private static boolean aListWasBuilt() {
        return ExamplesTest.class.getResource("/META-INF/sbom/sealwright.cdx.json") != null;
    }

    private Client client(Operation operation) {
        Client client =
                switch (operation.door()) {
                    case "ANYONE" -> operation.forHosts() ? SERVICE.hosts() : SERVICE.people();
                    case "HOST" -> host.with(certificate.orElseThrow());
                    default -> SERVICE.admin();
                };
        for (Map.Entry<String, String> header : operation.examples("header").entrySet()) {
            client = client.with(header.getKey(), header.getValue());
        }
        return client;
    }

    private Map<String, String> chosenAnew() {
        Map<String, String> chosen = new HashMap<>();
        certificate.ifPresent(
                issued -> chosen.put("sandbox_id", TestHost.sandbox(issued).toString()));
        approval.ifPresent(id -> chosen.put("approval_id", id));
        report.ifPresent(id -> chosen.put("report_id", id));
        ceremony.ifPresent(id -> chosen.put("ceremony_id", id));
        token.ifPresent(id -> chosen.put("token_id", id));
        return chosen;
    }

    private String body(Operation operation) {
        Map<String, Object> body = operation.body().orElse(Map.of());
        provenNow(operation)
                .forEach((field, value) -> assertThat(body.replace(field, value)).isNotNull());
        return body.isEmpty() ? "" : Contract.json(body);
    }

    /** The fields that prove something: of this host, at this moment. */
    private Map<String, Object> provenNow(Operation operation) {
        return switch (operation.id()) {
            case "enrol" -> enrolmentProof();
            case "renewCertificate" -> renewalProof();
            case "signApproval" -> approvalSignature();
            case "submitCeremony" -> SERVICE.ceremony("Look at the seal").fields();
            case "replaceAnchors" -> Map.of("document", SERVICE.anchors().document().base64Url());
            default -> Map.of();
        };
    }

    private Map<String, Object> enrolmentProof() {
        BootstrapOffer offer = host.offer(SEED);
        return Map.of(
                "nonce", offer.nonce().base64Url(),
                "csr", host.csr().base64Url(),
                "proof", offer.prove(SEED, host.spki()).base64Url());
    }

    private Map<String, Object> renewalProof() {
        Validity validity = Validity.starting(SERVICE.clock().instant(), Duration.ofHours(1));
        Bytes previous =
                Sha256.of(Certificates.encode(certificate.orElseThrow().chain().getFirst()));
        RenewalProof proof =
                new RenewalProof(SERVICE.anchors().origin(), previous, host.spki(), validity);
        Map<String, Object> proven = new HashMap<>();
        proven.put("csr", host.csr().base64Url());
        proven.put("nbf", validity.notBefore().getEpochSecond());
        proven.put("exp", validity.expires().getEpochSecond());
        proven.put("proof", host.sign(proof.message()).base64Url());
        return proven;
    }

    private Map<String, Object> approvalSignature() {
        String path = "/v1/orgs/platform/approvals/" + approval.orElseThrow();
        Instant expires = SERVICE.clock().instant().plusSeconds(600);
        Bytes message =
                Approvable.message(
                        Authority.approvable(SERVICE.admin().get(path).json()).subject(), expires);
        return Map.of(
                "expires_at", expires.toString(), "signature", SEED.sign(message).base64Url());
    }
}
