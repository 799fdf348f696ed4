package dev.sealwright.attestation.vtpm;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.AzureVm;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.pki.Tpm;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AzureVtpmVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Bytes NONCE = Bytes.utf8("a nonce of the verifier");
    private static final Amd AMD = Amd.chip("Genoa");
    private static final Intel INTEL = new Intel();
    private static final AzureVm VM = new AzureVm();

    @Test
    void aVirtualMachineOnSnpIsAuthenticFromTheProcessorToTheNonce() {
        var outcome = authentic(verify(AzureVtpmJson.parse(VM.snpFile(AMD, NONCE))));
        assertThat(outcome.claims().hardware()).isInstanceOf(AzureVtpmClaims.Hardware.Snp.class);
        assertThat(outcome.passed(Check.NONCE)).isTrue();
    }

    @Test
    void aVirtualMachineOnTdxIsAuthenticWithEverythingChecked() {
        var outcome = authentic(verify(AzureVtpmJson.parse(VM.tdxFile(INTEL, NONCE))));
        assertThat(outcome.claims().hardware()).isInstanceOf(AzureVtpmClaims.Hardware.Tdx.class);
        for (Check check : List.of(Check.REVOCATION, Check.TCB, Check.BINDING, Check.NONCE)) {
            assertThat(outcome.passed(check)).as("%s", check).isTrue();
        }
    }

    @Test
    void theProductionVerifierRefusesAnotherRoot() {
        var production =
                new AzureVtpmVerifier(
                        SnpVerifier.production(Fast.SIGNATURES, new RevocationLists(List.of())),
                        TdxVerifier.production(Fast.SIGNATURES, INTEL.collateral()),
                        Fast.SIGNATURES,
                        Optional.of(NONCE));
        for (Bytes file : List.of(VM.snpFile(AMD, NONCE), VM.tdxFile(INTEL, NONCE))) {
            AzureVtpmEvidence evidence = AzureVtpmJson.parse(file).with(AMD.certificates());
            assertThat(reasons(production.verify(evidence, NOW))).contains(Reason.ROOT_UNKNOWN);
        }
    }

    @Test
    void aQuoteOfAnotherTpmIsRefused() {
        SignedQuote other = Tpm.p256().quote(NONCE);
        assertThat(
                        reasons(
                                verify(
                                        AzureVtpmEvidence.of(
                                                hcl(), Optional.of(other), List.of(), none()))))
                .containsExactly(Reason.KEY_UNACCEPTABLE);
    }

    @Test
    void aTdQuoteAboutOtherRuntimeDataIsRefused() {
        TdxQuote other = TdxQuote.parse(INTEL.tdxQuote(4));
        AzureVtpmEvidence spliced =
                AzureVtpmEvidence.of(
                        HclReport.parse(VM.tdxBlob()),
                        Optional.of(VM.tpm().quote(NONCE)),
                        List.of(),
                        Optional.of(other));
        assertThat(reasons(verify(spliced))).containsExactly(Reason.BINDING_BROKEN);
    }

    @Test
    void aNonceThatWasAskedNeedsAQuote() {
        AzureVtpmEvidence without =
                AzureVtpmEvidence.of(hcl(), Optional.empty(), List.of(), none());
        assertThat(reasons(verify(without))).containsExactly(Reason.NONCE_MISMATCH);
    }

    /** The reserved bytes of the blob's header say nothing and are not read. */
    @Test
    void noFlippedByteOfTheBlobChangesTheClaims() {
        Bytes blob = VM.snpBlob(AMD);
        SignedQuote quote = VM.tpm().quote(NONCE);
        Outcomes.assertNoFlippedByteChangesClaims(
                blob,
                bytes ->
                        verify(
                                AzureVtpmEvidence.of(
                                        HclReport.parse(bytes),
                                        Optional.of(quote),
                                        List.of(),
                                        none())));
    }

    private static HclReport hcl() {
        return HclReport.parse(VM.snpBlob(AMD));
    }

    private static Optional<TdxQuote> none() {
        return Optional.empty();
    }

    private static Verification<AzureVtpmClaims> verify(AzureVtpmEvidence evidence) {
        var snp =
                SnpVerifier.trusting(
                        AMD.root().asRoot(), Fast.SIGNATURES, new RevocationLists(List.of()));
        var tdx = TdxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, INTEL.collateral());
        return new AzureVtpmVerifier(snp, tdx, Fast.SIGNATURES, Optional.of(NONCE))
                .verify(evidence.with(AMD.certificates()), NOW);
    }
}
