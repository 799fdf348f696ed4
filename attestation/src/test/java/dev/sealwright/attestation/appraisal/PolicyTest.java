package dev.sealwright.attestation.appraisal;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Nitro NITRO = new Nitro();
    private static final String PCR0 = "01" + "00".repeat(47);
    private static final String POLICY =
            """
            {"policy": "enclaves", "format": "nitro", "require_checked": ["signature", "chain"],
             "criteria": {"allow_debug": false, "pcr0": ["%s"], "pcr1": "any", "pcr2": "any",
              "pcr3": "any", "pcr4": "any", "pcr8": "any", "public_key": "any",
              "user_data": "any", "nonce": "any"}}
            """
                    .replace("%s", PCR0);

    @Test
    void evidenceThatMeetsEveryDemandIsAcceptable() {
        Appraisal appraisal = appraise(POLICY, ReferenceValues.NONE);
        assertThat(appraisal).isInstanceOf(Appraisal.Acceptable.class);
        assertThat(appraisal.reasons()).isEmpty();
    }

    @Test
    void whatThePolicyLeavesOpenIsReportedAsNotChecked() {
        assertThat(outcome(appraise(POLICY, ReferenceValues.NONE), "pcr1"))
                .isEqualTo(Line.Outcome.NOT_CHECKED);
    }

    @Test
    void everyReasonIsSaid() {
        String strict =
                POLICY.replace("\"pcr1\": \"any\"", "\"pcr1\": []")
                        .replace("\"public_key\": \"any\"", "\"public_key\": [\"00\"]")
                        .replace("[\"signature\", \"chain\"]", "[\"revocation\"]");
        Appraisal appraisal = appraise(strict, ReferenceValues.NONE);
        assertThat(appraisal).isInstanceOf(Appraisal.Unacceptable.class);
        assertThat(appraisal.reasons())
                .extracting(Line::name)
                .containsExactly("require_checked.revocation", "pcr1", "public_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow_debug",
                "pcr0",
                "pcr1",
                "pcr2",
                "pcr3",
                "pcr4",
                "pcr8",
                "public_key",
                "user_data",
                "nonce"
            })
    void aPolicyWithoutOneOfItsFieldsIsMalformed(String field) {
        String renamed = POLICY.replace("\"" + field + "\"", "\"x\"");
        assertThatThrownBy(() -> Policy.parse(Bytes.utf8(renamed)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("lacks " + field);
    }

    @Test
    void aPolicyWithAnUnknownFieldIsMalformed() {
        String more = POLICY.replace("\"nonce\"", "\"pcr9\": \"any\", \"nonce\"");
        assertThatThrownBy(() -> Policy.parse(Bytes.utf8(more)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void evidenceOfAnotherFormatIsNotAcceptable() {
        String tpm =
                "{\"policy\":\"x\",\"format\":\"tpm\",\"require_checked\":[],"
                        + "\"criteria\":{\"nonce\":\"any\",\"pcrs\":\"any\"}}";
        assertThat(appraise(tpm, ReferenceValues.NONE)).isInstanceOf(Appraisal.Unacceptable.class);
    }

    @Test
    void noPolicyCanTakeARevokedPlatform() {
        String revoked =
                "{\"policy\":\"x\",\"format\":\"sgx\",\"require_checked\":[],\"criteria\":{"
                        + "\"allow_debug\":false,\"allow_provisioning_key\":false,"
                        + "\"mr_enclave\":\"any\",\"mr_signer\":\"any\",\"product_id\":[0],"
                        + "\"minimum_svn\":0,\"report_data\":\"any\",\"tcb_statuses\":[\"Revoked\"],"
                        + "\"accepted_advisories\":\"any\",\"minimum_tcb_evaluation\":0,"
                        + "\"trailing_bytes\":\"none\"}}";
        assertThatThrownBy(() -> Policy.parse(Bytes.utf8(revoked)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("revoked");
    }

    @Test
    void aReferenceValueVouchesForItsOwnClaimOnly() {
        String reference = POLICY.replace("[\"" + PCR0 + "\"]", "\"reference\"");
        assertThat(appraise(reference, references("pcr0")))
                .isInstanceOf(Appraisal.Acceptable.class);
        assertThat(appraise(reference, references("pcr1")))
                .isInstanceOf(Appraisal.Unacceptable.class);
    }

    @Test
    void referenceValuesSurviveCoRim() {
        ReferenceValues values = references("pcr0");
        Bytes corim = CoRim.write("release 1", values);
        assertThat(CoRim.read(corim)).isEqualTo(values);
    }

    @Test
    void theResultTokenNamesItsProfileAndIsAffirmingOnlyForWhatWasDemanded() {
        JsonValue.Obj token = token(POLICY);
        assertThat(token.get("eat_profile"))
                .contains(JsonValue.of("tag:ietf.org,2026:rats/ear#04"));
        assertThat(token.get("ear_status")).contains(JsonValue.of("affirming"));
        JsonValue.Obj vector = vector(token);
        assertThat(vector.get("executables")).contains(JsonValue.of(2));
        assertThat(vector.get("instance-identity")).isEmpty();
    }

    @Test
    void theResultTokenOfRefusedEvidenceIsContraindicated() {
        JsonValue.Obj token = token(POLICY.replace(PCR0, "02"));
        assertThat(token.get("ear_status")).contains(JsonValue.of("contraindicated"));
        assertThat(vector(token).get("executables")).contains(JsonValue.of(96));
    }

    @Test
    void theResultTokenOfEvidenceThatIsNotAuthenticRepeatsNothingOfIt() {
        JsonValue.Obj token =
                new AttestationResult("sealwright", "test")
                        .notAuthentic(
                                Format.NITRO,
                                "enclaves",
                                Instant.parse("2026-06-01T00:00:00Z"),
                                Optional.of(Bytes.fromHex("00ff")));
        assertThat(token.get("ear_status")).contains(JsonValue.of("contraindicated"));
        assertThat(token.get("eat_nonce")).contains(JsonValue.of("AP8"));
        assertThat(vector(token).get("hardware")).contains(JsonValue.of(99));
        assertThat(JsonText.of(token)).doesNotContain("ear_attester_claims");
    }

    @Test
    void aReferenceValueWithoutItsProvenanceIsMalformed() {
        assertThatThrownBy(
                        () ->
                                ReferenceValues.parse(
                                        Bytes.utf8(
                                                "{\"reference_values\":[{\"name\":\"release 1\","
                                                        + "\"claim\":\"pcr0\",\"value\":\"00\","
                                                        + "\"source_commit\":\" \",\"build\":\"7\","
                                                        + "\"receipt\":null}]}")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("source commit");
    }

    @Test
    void anAppraisalSaysWhereAReferenceValueComesFrom() {
        String reference = POLICY.replace("[\"" + PCR0 + "\"]", "\"reference\"");
        assertThat(appraise(reference, references("pcr0")).lines())
                .anyMatch(l -> l.detail().equals("reference release 1, commit abc, build 7"));
    }

    @Test
    void referenceValuesSurviveJson() {
        ReferenceValues values = references("pcr0");
        assertThat(ReferenceValues.parse(Bytes.utf8(JsonText.of(values.json())))).isEqualTo(values);
    }

    private static JsonValue.Obj vector(JsonValue.Obj token) {
        return token.get("submods")
                .orElseThrow()
                .asObject("submods")
                .get("nitro-evidence")
                .orElseThrow()
                .asObject("module")
                .get("ear_trustworthiness_vector")
                .orElseThrow()
                .asObject("vector");
    }

    private static JsonValue.Obj token(String policy) {
        return new AttestationResult("sealwright", "test")
                .claims(
                        evidence(),
                        appraise(policy, ReferenceValues.NONE),
                        Instant.parse("2026-06-01T00:00:00Z"),
                        Optional.empty());
    }

    private static Line.Outcome outcome(Appraisal appraisal, String name) {
        return appraisal.lines().stream()
                .filter(line -> line.name().equals(name))
                .map(Line::outcome)
                .findFirst()
                .orElseThrow();
    }

    private static ReferenceValues references(String claim) {
        return ReferenceValues.parse(
                Bytes.utf8(
                        "{\"reference_values\":[{\"name\":\"release 1\",\"claim\":\""
                                + claim
                                + "\",\"value\":\""
                                + PCR0
                                + "\",\"source_commit\":\"abc\",\"build\":\"7\",\"receipt\":null}]}"));
    }

    private static Appraisal appraise(String policy, ReferenceValues references) {
        return Policy.parse(Bytes.utf8(policy)).appraise(evidence(), references);
    }

    private static Authentic<NitroClaims> evidence() {
        var verifier = NitroVerifier.trusting(NITRO.root().asRoot(), Fast.SIGNATURES);
        var at = VerificationInstant.parse("2026-06-01T00:00:00Z");
        return authentic(verifier.verify(NitroDocument.parse(NITRO.document()), at));
    }
}
