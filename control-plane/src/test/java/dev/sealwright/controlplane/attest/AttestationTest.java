package dev.sealwright.controlplane.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.evidence.TrustedRoots;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Maa;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.pki.OpenPolicy;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.PublishedKeys;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttestationTest {
    private static final Nitro NITRO = new Nitro();
    private static final Amd AMD = Amd.chip("Turin");

    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .trusting(
                            new TrustedRoots(
                                    NITRO.root().asRoot(),
                                    AMD.root().asRoot(),
                                    TrustedRoots.PRODUCTION.intel(),
                                    TrustedRoots.PRODUCTION.tpm(),
                                    TrustedRoots.PRODUCTION.endorser()));

    private static final String POLICIES = "/v1/orgs/acme/appraisal-policies/";
    private static final String REFERENCES = "/v1/orgs/acme/reference-values/";
    private static final String VERIFY = "/v1/attestation/verify?org=acme";
    private static final String PCR0 = "01" + "00".repeat(47);

    @BeforeAll
    static void anOrganisationWithPolicies() {
        must(admin().put("/v1/orgs/acme", "{}"));
        must(admin().put(POLICIES + "open-nitro", policy(Format.NITRO)));
        must(admin().put(POLICIES + "open-snp", policy(Format.SNP)));
        must(
                admin().put(
                                POLICIES + "released",
                                policy(Format.NITRO)
                                        .replace("\"pcr0\":\"any\"", "\"pcr0\":\"reference\"")));
        must(admin().put(REFERENCES + "release-1", references(PCR0)));
        must(admin().put(REFERENCES + "release-0", references("02".repeat(48))));
    }

    private static Client admin() {
        return SERVICE.admin();
    }

    private static Answer must(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    /** As the resource takes it: the name is in the path. */
    private static String policy(Format format) {
        String text = new String(OpenPolicy.json(format).toArray(), StandardCharsets.UTF_8);
        return text.replace("\"policy\":\"open\",", "");
    }

    private static String references(String value) {
        return "{\"values\":[{\"name\":\"release 1\",\"claim\":\"pcr0\",\"value\":\""
                + value
                + "\",\"source_commit\":\"abc\",\"build\":\"7\"}]}";
    }

    private static String ask(Bytes evidence, String policy, String more) {
        return "{\"evidence\":\""
                + evidence.base64Url()
                + "\",\"policy\":\""
                + policy
                + "\""
                + more
                + "}";
    }

    @Test
    void acceptableEvidenceGetsASignedResultThatIsInTheLog() throws Exception {
        Answer answer = must(admin().post(VERIFY, ask(NITRO.document(), "open-nitro", "")));

        assertThat(answer.json().text("verdict")).isEqualTo("acceptable");
        Json payload = verified(answer.json().text("result"));
        assertThat(payload.text("eat_profile")).isEqualTo("tag:ietf.org,2026:rats/ear#04");
        assertThat(payload.text("ear_status")).isEqualTo("affirming");
        assertThat(payload.text("iss")).isEqualTo(SERVICE.anchors().origin());
        Leaf leaf = included(answer);
        assertThat(leaf.body()).isInstanceOf(TokenBody.AttestationResult.class);
        assertThat(payload.text("jti")).isEqualTo(leaf.id().base64Url());
        assertThat(payload.number("iat")).isEqualTo(leaf.time().getEpochSecond());
        assertThat(answer.header("Sealwright-Receipt"))
                .startsWith("index=" + answer.json().number("receipt_index"));
    }

    @Test
    void theNonceThatWasAskedIsInTheResult() throws Exception {
        Answer answer =
                must(
                        admin().post(
                                        VERIFY,
                                        ask(NITRO.document(), "open-nitro", ",\"nonce\":\"AP8\"")));
        assertThat(verified(answer.json().text("result")).text("eat_nonce")).isEqualTo("AP8");
    }

    @Test
    void collateralMayComeWithTheRequestAndWhatIsMissingIsNamed() {
        Bytes report = AMD.report(Map.of());
        String chain = Bytes.utf8(Authority.pem(AMD.certificates())).base64Url();
        Answer with =
                must(
                        admin().post(
                                        VERIFY,
                                        ask(
                                                report,
                                                "open-snp",
                                                ",\"collateral\":[\"" + chain + "\"]")));
        Answer without = must(admin().post(VERIFY, ask(report, "open-snp", "")));

        assertThat(with.json().text("verdict")).isEqualTo("acceptable");
        assertThat(with.json().items("missing")).hasSize(3);
        assertThat(without.json().text("verdict")).isEqualTo("not-authentic");
        assertThat(without.json().text("report")).contains("certificate-missing");
    }

    @Test
    void aReferenceValueMakesEvidenceAcceptableOnlyIfItsSetIsNamed() {
        String named = ",\"reference_values\":[\"release-1\"]";
        String other = ",\"reference_values\":[\"release-0\"]";
        assertThat(verdict(ask(NITRO.document(), "released", named))).isEqualTo("acceptable");
        assertThat(verdict(ask(NITRO.document(), "released", other)))
                .isEqualTo("refused-by-policy");
        assertThat(verdict(ask(NITRO.document(), "released", ""))).isEqualTo("refused-by-policy");
    }

    private static String verdict(String body) {
        return must(admin().post(VERIFY, body)).json().text("verdict");
    }

    @Test
    void evidenceThatThePolicyRefusesIsSignedAsContraindicated() throws Exception {
        Answer answer = must(admin().post(VERIFY, ask(NITRO.document(), "released", "")));
        assertThat(verified(answer.json().text("result")).text("ear_status"))
                .isEqualTo("contraindicated");
    }

    @Test
    void forgedEvidenceIsSignedAsContraindicatedAndNothingOfItIsRepeated() throws Exception {
        Bytes forged =
                Bytes.concat(
                        NITRO.document().slice(0, NITRO.document().size() - 1),
                        Bytes.fromHex("00"));
        Answer answer = must(admin().post(VERIFY, ask(forged, "open-nitro", "")));
        assertThat(answer.json().text("verdict")).isEqualTo("not-authentic");
        String result = answer.json().text("result");
        assertThat(verified(result).text("ear_status")).isEqualTo("contraindicated");
        assertThat(payload(result)).doesNotContain("ear_attester_claims");
    }

    @Test
    void whatIsMalformedIsRefusedAndChangesNothing() {
        long before = SERVICE.bean(Log.class).status().size();
        Bytes tooLong = NITRO.document(Map.of("nonce", CborValue.of(Bytes.zeros(513))));
        for (String body :
                new String[] {
                    ask(Bytes.utf8("no evidence"), "open-nitro", ""),
                    ask(tooLong, "open-nitro", ""),
                    ask(NITRO.document(), "absent", ""),
                    ask(NITRO.document(), "open-nitro", ",\"format\":\"pdf\""),
                    ask(NITRO.document(), "open-nitro", ",\"reference_values\":[\"absent\"]"),
                    ask(NITRO.document(), "open-nitro", ",\"nonce\":\"=\""),
                    ask(
                            NITRO.document(),
                            "open-nitro",
                            ",\"collateral\":[\"" + Maa.jwks().base64Url() + "\"]"),
                    "{\"evidence\":\"AA\"}"
                }) {
            assertThat(admin().post(VERIFY, body).problem()).as(body).isEqualTo("invalid-request");
        }
        assertThat(SERVICE.bean(Log.class).status().size()).isEqualTo(before);
    }

    @Test
    void aPolicyThatLeavesACriterionOutIsRefused() {
        String incomplete = policy(Format.NITRO).replace("\"pcr4\":\"any\",", "");
        Answer answer = admin().put(POLICIES + "incomplete", incomplete);
        assertThat(answer.problem()).isEqualTo("invalid-request");
        assertThat(answer.text()).contains("lacks pcr4");
        String nothing = policy(Format.NITRO).replace("\"pcr4\":\"any\"", "\"pcr4\":null");
        assertThat(admin().put(POLICIES + "incomplete", nothing).problem())
                .isEqualTo("invalid-request");
        assertThat(admin().get(POLICIES + "incomplete").status()).isEqualTo(404);
    }

    @Test
    void policiesAndReferenceValuesAreReadBackAsPut() {
        Answer policy = admin().get(POLICIES + "open-nitro");
        assertThat(policy.json().text("format")).isEqualTo("nitro");
        assertThat(policy.json().at("criteria").text("pcr0")).isEqualTo("any");
        Answer values = admin().get(REFERENCES + "release-1");
        assertThat(values.json().items("values").getFirst().text("source_commit")).isEqualTo("abc");
    }

    @Test
    void anOrganisationSeesItsOwnPoliciesOnly() {
        must(admin().put("/v1/orgs/other", "{}"));
        assertThat(
                        admin().post(
                                        "/v1/attestation/verify?org=other",
                                        ask(NITRO.document(), "open-nitro", ""))
                                .problem())
                .isEqualTo("invalid-request");
    }

    /** The leaf, by its receipt alone. */
    private static Leaf included(Answer answer) {
        Bytes leaf = Bytes.fromBase64Url(answer.json().text("leaf"));
        new ReceiptVerifier(SERVICE.anchors())
                .verify(leaf, Receipt.parse(answer.json().text("receipt")));
        return LeafCodec.decode(leaf);
    }

    /** The payload of a token whose signature holds under the published keys. */
    private static Json verified(String token) {
        return PublishedKeys.verified(SERVICE, token, "EdDSA");
    }

    private static String payload(String token) {
        return text(token.split("\\.", -1)[1]);
    }

    private static String text(String base64Url) {
        return new String(Bytes.fromBase64Url(base64Url).toArray(), StandardCharsets.UTF_8);
    }
}
