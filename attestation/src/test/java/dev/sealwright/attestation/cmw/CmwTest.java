package dev.sealwright.attestation.cmw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.AttestVerify;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Maa;
import dev.sealwright.attestation.pki.Tpm;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmwTest {
    private static final Amd AMD = Amd.chip("Turin");
    private static final Bytes REPORT = AMD.report(Map.of());
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");

    @Test
    void recordsAndCollectionsSurviveBothForms() {
        for (Cmw cmw : new Cmw[] {WrappedEvidence.record(Format.SNP, REPORT), collection()}) {
            assertThat(CmwJson.read(CmwJson.write(cmw))).isEqualTo(cmw);
            assertThat(CmwCbor.read(CmwCbor.write(cmw))).isEqualTo(cmw);
        }
    }

    @Test
    void theFormIsThatOfTheDraft() {
        Cmw record =
                Cmw.Message.of("application/eat+jwt", Bytes.fromHex("2e2e2e"), Indicator.EVIDENCE);
        assertThat(CmwJson.write(record))
                .isEqualTo(Bytes.utf8("[\"application/eat+jwt\",\"Li4u\",4]"));
        Cmw number =
                new Cmw.Message(
                        new Cmw.Type.ContentFormat(64_999), Bytes.fromHex("2347da55"), Set.of());
        assertThat(CmwCbor.write(number)).isEqualTo(Bytes.fromHex("8219fde7442347da55"));
        assertThat(CmwCbor.read(Bytes.fromHex("da6374ffe6442347da55"))).isEqualTo(number);
    }

    @Test
    void wrappedEvidenceComesOutWithItsEndorsements() {
        for (Bytes file : new Bytes[] {CmwJson.write(collection()), CmwCbor.write(collection())}) {
            WrappedEvidence opened = WrappedEvidence.open(file);
            assertThat(opened.evidence()).isEqualTo(REPORT);
            assertThat(opened.format()).contains(Format.SNP);
            assertThat(opened.collateral().certificates())
                    .containsExactlyElementsOf(AMD.certificates());
        }
    }

    @Test
    void evidenceWithoutAWrapperIsTakenAsItIs() {
        for (Bytes file :
                new Bytes[] {
                    REPORT, Bytes.utf8(Maa.token()), Tpm.rsa().file(REPORT.slice(0, 32))
                }) {
            assertThat(WrappedEvidence.open(file).evidence()).isEqualTo(file);
            assertThat(WrappedEvidence.open(file).format()).isEmpty();
        }
    }

    @Test
    void aVerifierUsesTheEndorsementsAndBelievesThemNoMore() {
        var verifier =
                new EvidenceVerifier(Fast.SIGNATURES, Collateral.NONE, Map.of(), Optional.empty());
        var verify = new AttestVerify(verifier, Optional.empty(), ReferenceValues.NONE);
        var verdict = verify.verdict(CmwCbor.write(collection()), Optional.empty(), NOW);
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AttestVerify.NotAuthentic.class,
                        v ->
                                assertThat(v.refusals())
                                        .extracting(r -> r.reason())
                                        .containsExactly(Reason.ROOT_UNKNOWN));
    }

    @Test
    void keysThatNothingVouchesForCannotComeWithTheEvidence() {
        var keys = Map.of("keys", Maa.jwks());
        Cmw token = WrappedEvidence.collection(Format.MAA, Bytes.utf8(Maa.token()), keys);
        assertThatThrownBy(() -> WrappedEvidence.open(CmwJson.write(token)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("bare key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"a/b\"]",
                "[\"no media type\",\"AA\"]",
                "[\"a/b\",\"AA\",0]",
                "[\"a/b\",\"AA\",32]",
                "[\"a/b\",\"A=\"]",
                "[1,\"AA\"]",
                "{\"__cmwc_t\":\"tag:x\"}",
                "{\"__cmwc_t\":1,\"a\":[\"a/b\",\"AA\"]}",
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":[\"a/b\",\"AA\"]}}}}}"
            })
    void whatTheDraftDoesNotHaveIsMalformed(String json) {
        assertThatThrownBy(() -> CmwJson.read(Bytes.utf8(json)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "8119fde7",
                "821a0001000040",
                "8219fde701",
                "a10040",
                "da6374ffe601",
                "da0000000140"
            })
    void whatIsNoWrapperInCborIsMalformed(String hex) {
        assertThatThrownBy(() -> CmwCbor.read(Bytes.fromHex(hex)))
                .isInstanceOf(MalformedException.class);
    }

    private static Cmw collection() {
        var files = new LinkedHashMap<String, Bytes>();
        int number = 0;
        for (var certificate : AMD.certificates()) {
            files.put("certificate " + number++, Certificates.encoded(certificate));
        }
        return WrappedEvidence.collection(Format.SNP, REPORT, files);
    }
}
