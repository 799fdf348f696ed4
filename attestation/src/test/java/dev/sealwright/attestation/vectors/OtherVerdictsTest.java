package dev.sealwright.attestation.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.aci.AciVectors;
import dev.sealwright.attestation.kms.KmsVectors;
import dev.sealwright.attestation.maa.MaaVectors;
import dev.sealwright.attestation.snp.SnpVectors;
import dev.sealwright.attestation.vtpm.VtpmVectors;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows without an instant. Each has a handler here by its path; a row without one fails. */
@EnabledIf(
        value = "dev.sealwright.attestation.vectors.Vectors#present",
        disabledReason = "the vectors are not at hand; name their folder in SEALWRIGHT_VECTORS")
class OtherVerdictsTest {
    private static final Map<String, Runnable> HANDLERS =
            Map.ofEntries(
                    Map.entry(
                            "kms-cms/aws-sdk-c/ciphertext_for_recipient.ber", KmsVectors::isParsed),
                    Map.entry("kms-cms/edgebit/ciphertext_for_recipient.ber", KmsVectors::opens),
                    Map.entry(
                            "maa/azure-cvm/clientlib_cvm_token.jwt",
                            () ->
                                    MaaVectors.unknownKeyIsRefused(
                                            "maa/azure-cvm/clientlib_cvm_token.jwt",
                                            MaaVectors.CLIENTLIB_TIME)),
                    Map.entry(
                            "maa/azure-samples/sev-snp-jwt.txt",
                            () ->
                                    MaaVectors.unknownKeyIsRefused(
                                            "maa/azure-samples/sev-snp-jwt.txt",
                                            "2025-04-08T10:00:00Z")),
                    Map.entry(
                            "maa/azure-cvm/public_SKR_policy-datadisk.json",
                            MaaVectors::releasePolicyDenies),
                    Map.entry(
                            "maa/azure-cvm/sampleAttestationToken.json",
                            MaaVectors::decodedClaimsAreRead),
                    Map.entry(
                            "maa/azure-samples/get.certs.response.body.json",
                            MaaVectors::keysAreTakenFromCertificatesAndOneIsTooWeak),
                    Map.entry(
                            "maa/azure-samples/post.attest.response.jwt.body.json",
                            MaaVectors::printedTokenIsRead),
                    Map.entry(
                            "snp/lit/guest_report.bin",
                            () -> SnpVectors.parsesButHasNoKey("snp/lit/guest_report.bin")),
                    Map.entry(
                            "snp/lit/guest_report_bad_sig.bin",
                            () -> SnpVectors.isMalformed("snp/lit/guest_report_bad_sig.bin")),
                    Map.entry(
                            "snp/lit/guest_report_corrupt.bin",
                            () -> SnpVectors.isMalformed("snp/lit/guest_report_corrupt.bin")),
                    Map.entry(
                            "snp/lit/snp_report_msg_resp.bin",
                            () -> SnpVectors.parsesButHasNoKey("snp/lit/snp_report_msg_resp.bin")),
                    Map.entry(
                            "snp/ms-aci-sidecar/snp_report_literal_0.bin",
                            () ->
                                    SnpVectors.isMalformed(
                                            "snp/ms-aci-sidecar/snp_report_literal_0.bin")),
                    Map.entry(
                            "vtpm/cmcp-azure-2026-07-27/akcert_0x01C101D0.der",
                            VtpmVectors::certificateOfAnotherKeyDoesNotCertify),
                    Map.entry(
                            "vtpm/cmcp-azure-2026-07-27/quote.msg",
                            VtpmVectors::plainQuoteIsParsed),
                    Map.entry(
                            "vtpm/cmcp-azure-2026-07-27/quote.sig",
                            VtpmVectors::plainQuoteIsAuthenticForItsNonce),
                    Map.entry(
                            "vtpm/kinvolk-azure/hcl-report-snp.bin",
                            VtpmVectors::snpBlobHasNoCertificate),
                    Map.entry(
                            "vtpm/kinvolk-azure/hcl-report-tdx.bin",
                            () ->
                                    VtpmVectors.tdReportAloneIsUnsigned(
                                            "vtpm/kinvolk-azure/hcl-report-tdx.bin")),
                    Map.entry(
                            "vtpm/trustee-az-tdx/hcl-report.bin",
                            () ->
                                    VtpmVectors.tdReportAloneIsUnsigned(
                                            "vtpm/trustee-az-tdx/hcl-report.bin")),
                    Map.entry(
                            "vtpm/trustee-az-snp/evidence-v1.json",
                            () ->
                                    VtpmVectors.isAuthentic(
                                            "vtpm/trustee-az-snp/evidence-v1.json", "challenge")),
                    Map.entry(
                            "vtpm/trustee-az-snp/evidence-v2.json",
                            () ->
                                    VtpmVectors.isAuthentic(
                                            "vtpm/trustee-az-snp/evidence-v2.json", "")),
                    Map.entry(
                            "vtpm/trustee-az-snp/tpm-quote.sig",
                            VtpmVectors::quoteOfAnotherKeyIsRefused));

    static Stream<Verdict> rows() {
        return VerdictTable.rows().filter(row -> row.instant().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void comesOutAsItsRowSays(Verdict row) {
        Runnable handler = HANDLERS.get(row.path());
        assertThat(handler).as("a handler for %s", row.path()).isNotNull();
        handler.run();
    }

    @Test
    void confidentialContainersAreTiedToEndorsementAndPolicy() {
        AciVectors.isAuthentic();
        AciVectors.anotherPolicyIsRefused();
        AciVectors.anotherUtilityVmIsRefused();
        AciVectors.anotherEndorserIsRefused();
    }

    @Test
    void furtherAzureEvidenceInTheCollectionIsAuthentic() {
        VtpmVectors.isAuthentic("vtpm/attestation-rs-az-snp/live-evidence.json", "");
        VtpmVectors.isAuthentic("vtpm/trustee-az-tdx/evidence-v1.json", "challenge");
        VtpmVectors.isAuthentic("vtpm/attestation-rs-az-tdx/live-evidence.json", "");
        VtpmVectors.isAuthentic("vtpm/trustee-az-snp/evidence-v0.json", "");
        VtpmVectors.isAuthentic("vtpm/trustee-az-tdx/evidence-v0.json", "");
        assertThatThrownBy(
                        () -> VtpmVectors.isAuthentic("vtpm/trustee-az-snp/evidence-v1.json", "x"))
                .isInstanceOf(AssertionError.class);
    }
}
