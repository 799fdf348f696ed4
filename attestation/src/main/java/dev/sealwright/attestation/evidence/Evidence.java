package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.aci.AciEvidence;
import dev.sealwright.attestation.maa.MaaToken;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.sgx.SgxQuote;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.vtpm.AzureVtpmEvidence;
import dev.sealwright.attestation.vtpm.TpmEvidence;
import dev.sealwright.attestation.wire.JsonValue;

/** Parsed evidence of one of the formats. None of it is verified; see {@link EvidenceVerifier}. */
public sealed interface Evidence {
    record Nitro(NitroDocument document) implements Evidence {}

    record Snp(SnpReport report) implements Evidence {}

    record Tdx(TdxQuote quote) implements Evidence {}

    record Sgx(SgxQuote quote) implements Evidence {}

    record Maa(MaaToken token) implements Evidence {}

    record Tpm(TpmEvidence evidence) implements Evidence {}

    record AzureVtpm(AzureVtpmEvidence evidence) implements Evidence {}

    record Aci(AciEvidence evidence) implements Evidence {}

    default Format format() {
        return switch (this) {
            case Nitro n -> Format.NITRO;
            case Snp s -> Format.SNP;
            case Tdx t -> Format.TDX;
            case Sgx s -> Format.SGX;
            case Maa m -> Format.MAA;
            case Tpm t -> Format.TPM;
            case AzureVtpm a -> Format.AZURE_VTPM;
            case Aci a -> Format.ACI;
        };
    }

    /** What it claims, unverified. */
    default JsonValue.Obj facts() {
        return switch (this) {
            case Nitro(NitroDocument document) -> document.facts();
            case Snp(SnpReport report) -> report.facts();
            case Tdx(TdxQuote quote) -> quote.facts();
            case Sgx(SgxQuote quote) -> quote.facts();
            case Maa(MaaToken token) -> token.facts();
            case Tpm(TpmEvidence evidence) -> evidence.facts();
            case AzureVtpm(AzureVtpmEvidence evidence) -> evidence.facts();
            case Aci(AciEvidence evidence) -> evidence.facts();
        };
    }
}
