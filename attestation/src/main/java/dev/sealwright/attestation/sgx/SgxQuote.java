package dev.sealwright.attestation.sgx;

import dev.sealwright.attestation.dcap.EnclaveReport;
import dev.sealwright.attestation.dcap.Quote;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** An SGX quote of version 3, as parsed and not yet verified. */
public record SgxQuote(Quote quote, EnclaveReport report) {

    public static SgxQuote parse(Bytes received) {
        Quote quote = Quote.parse(received);
        if (quote.bodyType() != Quote.ENCLAVE) {
            throw new MalformedException("a quote of a TD, not of an SGX enclave");
        }
        return new SgxQuote(quote, EnclaveReport.parse(quote.body()));
    }

    public JsonValue.Obj facts() {
        return new Facts()
                .put("quote_version", quote.header().version())
                .put("debug", report.debug())
                .put("mr_enclave", report.mrEnclave())
                .put("mr_signer", report.mrSigner())
                .put("product_id", report.productId())
                .put("svn", report.svn())
                .put("report_data", report.reportData())
                .put("attributes", report.attributes())
                .put("provisioning_key", report.mayUseProvisioningKey())
                .put("misc_select", report.miscSelect())
                .put("cpu_svn", report.cpuSvn())
                .put("qe_svn", quote.signature().quotingEnclave().svn())
                .put("trailing_bytes", quote.trailing().size())
                .put("trailing_zero", quote.trailingZero())
                .end();
    }
}
