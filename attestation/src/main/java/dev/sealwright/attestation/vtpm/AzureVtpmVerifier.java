package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Examination;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.attestation.verify.Verifier;
import dev.sealwright.protocol.Bytes;
import java.util.Optional;

/**
 * Verifies an Azure confidential VM: processor → report data → runtime JSON → attestation key →
 * quote → registers and nonce. A break anywhere refuses the whole.
 */
public final class AzureVtpmVerifier extends Verifier<AzureVtpmEvidence, AzureVtpmClaims> {
    private final SnpVerifier snp;
    private final TdxVerifier tdx;
    private final SignatureCheck signatures;
    private final Optional<Bytes> nonce;

    /**
     * @param nonce what the quote's qualifying data must be; empty if none was asked, which the
     *     result then says
     */
    public AzureVtpmVerifier(
            SnpVerifier snp, TdxVerifier tdx, SignatureCheck signatures, Optional<Bytes> nonce) {
        this.snp = snp;
        this.tdx = tdx;
        this.signatures = signatures;
        this.nonce = nonce;
    }

    @Override
    protected AzureVtpmClaims examine(AzureVtpmEvidence evidence, Examination examination) {
        examination.require(
                Check.BINDING,
                evidence.hcl().bindsRuntime(),
                Reason.BINDING_BROKEN,
                "the report data is not the hash of the runtime data");
        evidence.quote()
                .ifPresentOrElse(
                        quote ->
                                quote.examine(
                                        evidence.runtime().attestationKey(),
                                        nonce,
                                        signatures,
                                        examination),
                        () -> withoutQuote(examination));
        return new AzureVtpmClaims(evidence, hardware(evidence, examination));
    }

    private void withoutQuote(Examination examination) {
        if (nonce.isPresent()) {
            examination.refuse(Reason.NONCE_MISMATCH, "a nonce was asked and there is no quote");
        } else {
            examination.skip(Check.NONCE, "no quote");
        }
    }

    private AzureVtpmClaims.Hardware hardware(AzureVtpmEvidence evidence, Examination examination) {
        return switch (evidence.hcl().hardware()) {
            case SNP -> snp(evidence, examination);
            case TDX -> tdx(evidence, examination);
        };
    }

    private AzureVtpmClaims.Hardware snp(AzureVtpmEvidence evidence, Examination examination) {
        SnpClaims claims = verified(snp.verify(evidence.snp(), examination.instant()), examination);
        return new AzureVtpmClaims.Hardware.Snp(claims);
    }

    private AzureVtpmClaims.Hardware tdx(AzureVtpmEvidence evidence, Examination examination) {
        TdxQuote quote =
                evidence.tdQuote()
                        .orElseThrow(
                                () ->
                                        examination.stop(
                                                Reason.UNSIGNED,
                                                "a TDREPORT is no signature; its TD quote is missing"));
        Bytes bound = Bytes.concat(Digests.sha256(evidence.hcl().runtime()), Bytes.zeros(32));
        examination.require(
                Check.BINDING,
                quote.report().reportData().equals(bound),
                Reason.BINDING_BROKEN,
                "the TD quote is not about this runtime data");
        TdxClaims claims = verified(tdx.verify(quote, examination.instant()), examination);
        return new AzureVtpmClaims.Hardware.Tdx(claims);
    }

    private static <C extends Claims> C verified(
            Verification<C> verification, Examination examination) {
        examination.include(verification);
        if (verification instanceof Authentic<C> authentic) {
            return authentic.claims();
        }
        throw examination.stopped();
    }
}
