package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Evidence of an Azure confidential VM: the HCL report, the vTPM quote signed by the key in it, and
 * what vouches for the hardware report: SNP certificates, or the TD quote made from the TDREPORT.
 * Without a quote it shows the VM, but no nonce and no registers.
 */
public record AzureVtpmEvidence(
        HclReport hcl,
        RuntimeData runtime,
        Optional<SignedQuote> quote,
        List<X509Certificate> certificates,
        Optional<TdxQuote> tdQuote) {
    public AzureVtpmEvidence {
        certificates = List.copyOf(certificates);
        if (tdQuote.isPresent() && hcl.hardware() == HclReport.Hardware.SNP) {
            throw new MalformedException("a TD quote beside an SNP report");
        }
    }

    public static AzureVtpmEvidence of(
            HclReport hcl,
            Optional<SignedQuote> quote,
            List<X509Certificate> certificates,
            Optional<TdxQuote> tdQuote) {
        return new AzureVtpmEvidence(
                hcl, RuntimeData.parse(hcl.runtime()), quote, certificates, tdQuote);
    }

    /** The same with more certificates at hand. */
    public AzureVtpmEvidence with(List<X509Certificate> more) {
        List<X509Certificate> all = new java.util.ArrayList<>(certificates);
        all.addAll(more);
        return new AzureVtpmEvidence(hcl, runtime, quote, all, tdQuote);
    }

    SnpEvidence snp() {
        return new SnpEvidence(SnpReport.parse(hcl.report()), certificates);
    }

    public JsonValue.Obj facts() {
        Facts facts = new Facts().put("hardware", hcl.hardware().name());
        facts.put("runtime_bound", hcl.bindsRuntime());
        facts.put("vm_configuration", runtime.configuration());
        runtime.userData().ifPresent(data -> facts.put("user_data", data));
        quote.ifPresent(q -> facts.put("tpm", q.facts().end()));
        if (hcl.hardware() == HclReport.Hardware.SNP) {
            facts.put("snp", SnpReport.parse(hcl.report()).facts());
        }
        tdQuote.ifPresent(q -> facts.put("tdx", q.facts()));
        return facts.end();
    }
}
