package dev.sealwright.attestation.vtpm;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.evidence.EvidenceReader;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the verdict rows of TPM and Azure evidence demand. */
public final class VtpmVectors {
    private static final String PLAIN = "vtpm/cmcp-azure-2026-07-27/";
    private static final VerificationInstant AT = VerificationInstant.parse("2026-07-27T12:00:00Z");

    private VtpmVectors() {}

    /** An empty nonce stands for whatever the quote has. */
    public static void isAuthentic(String path, String nonce) {
        Collateral collateral =
                Vectors.collateral(
                        "snp/roots/milan_ask_ark_asvk.pem", "snp/roots/genoa_ask_ark_asvk.pem");
        Evidence evidence = EvidenceReader.read(Vectors.read(path), collateral);
        Bytes asked = nonce.isEmpty() ? quoted(evidence) : Bytes.utf8(nonce);
        var outcome = authentic(verify(evidence, collateral, Optional.of(asked)));
        assertThat(outcome.passed(Check.NONCE)).isTrue();
        assertThat(outcome.passed(Check.BINDING)).isTrue();
        assertThat(reasons(verify(evidence, collateral, Optional.of(Bytes.utf8("another")))))
                .containsExactly(Reason.NONCE_MISMATCH);
    }

    public static void snpBlobHasNoCertificate() {
        Evidence evidence =
                EvidenceReader.read(
                        Vectors.read("vtpm/kinvolk-azure/hcl-report-snp.bin"), Collateral.NONE);
        assertThat(reasons(verify(evidence, Collateral.NONE, Optional.empty())))
                .containsExactly(Reason.CERTIFICATE_MISSING);
    }

    public static void tdReportAloneIsUnsigned(String path) {
        Evidence evidence = EvidenceReader.read(Vectors.read(path), Collateral.NONE);
        assertThat(HclReport.parse(Vectors.read(path)).bindsRuntime()).isTrue();
        assertThat(reasons(verify(evidence, Collateral.NONE, Optional.empty())))
                .containsExactly(Reason.UNSIGNED);
    }

    public static void quoteOfAnotherKeyIsRefused() {
        String folder = "vtpm/trustee-az-snp/";
        SignedQuote quote =
                SignedQuote.of(
                        Vectors.read(folder + "tpm-quote.msg"),
                        Vectors.read(folder + "tpm-quote.sig"),
                        Optional.empty());
        Collateral collateral = Vectors.collateral(folder + "vcek.pem");
        AzureVtpmEvidence spliced =
                AzureVtpmEvidence.of(
                        HclReport.parse(Vectors.read(folder + "hcl-report.bin")),
                        Optional.of(quote),
                        List.of(),
                        Optional.empty());
        assertThat(reasons(verify(new Evidence.AzureVtpm(spliced), collateral, Optional.empty())))
                .containsExactly(Reason.SIGNATURE_INVALID);
    }

    public static void plainQuoteIsParsed() {
        TpmQuote quote = TpmQuote.parse(Vectors.read(PLAIN + "quote.msg"));
        assertThat(quote.extraData()).isEqualTo(nonce());
        assertThat(quote.sha256Selection()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    public static void plainQuoteIsAuthenticForItsNonce() {
        Collateral collateral = Vectors.collateral(PLAIN + "quote.sig", PLAIN + "ak.pub");
        Evidence evidence = EvidenceReader.read(Vectors.read(PLAIN + "quote.msg"), collateral);
        authentic(verify(evidence, collateral, Optional.of(nonce())));
        assertThat(reasons(verify(evidence, collateral, Optional.of(Bytes.zeros(32)))))
                .containsExactly(Reason.NONCE_MISMATCH);
    }

    /** The certificate is for another key, and nobody enrolled this one. */
    public static void certificateOfAnotherKeyDoesNotCertify() {
        Collateral collateral =
                Vectors.collateral(
                        PLAIN + "quote.sig", PLAIN + "ak.pub", PLAIN + "akcert_0x01C101D0.der");
        Evidence evidence = EvidenceReader.read(Vectors.read(PLAIN + "quote.msg"), collateral);
        Collateral notEnrolled = Vectors.collateral(PLAIN + "akcert_0x01C101D0.der");
        assertThat(reasons(verify(evidence, notEnrolled, Optional.empty())))
                .containsExactly(Reason.KEY_UNKNOWN);
    }

    private static Verification<? extends Claims> verify(
            Evidence evidence, Collateral collateral, Optional<Bytes> nonce) {
        return new EvidenceVerifier(SignatureCheck.onJdk(), collateral, Map.of(), nonce)
                .verify(evidence, evidence instanceof Evidence.AzureVtpm ? date(evidence) : AT);
    }

    /** When the certificates that came along were good. */
    private static VerificationInstant date(Evidence evidence) {
        return ((Evidence.AzureVtpm) evidence)
                .evidence().certificates().stream()
                        .findFirst()
                        .map(
                                c ->
                                        new VerificationInstant(
                                                c.getNotBefore().toInstant().plusSeconds(86_400)))
                        .orElse(VerificationInstant.parse("2026-02-01T00:00:00Z"));
    }

    private static Bytes quoted(Evidence evidence) {
        return ((Evidence.AzureVtpm) evidence).evidence().quote().orElseThrow().quote().extraData();
    }

    private static Bytes nonce() {
        return Bytes.fromHex(Vectors.text(PLAIN + "nonce.hex").strip());
    }
}
