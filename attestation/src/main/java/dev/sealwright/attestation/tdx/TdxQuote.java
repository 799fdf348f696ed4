package dev.sealwright.attestation.tdx;

import dev.sealwright.attestation.dcap.Quote;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;

/** A TDX quote of version 4 or 5, as parsed and not yet verified. */
public record TdxQuote(Quote quote, TdReport report) {

    public static TdxQuote parse(Bytes received) {
        Quote quote = Quote.parse(received);
        if (quote.bodyType() == Quote.ENCLAVE) {
            throw new MalformedException("a quote of an SGX enclave, not of a TD");
        }
        return new TdxQuote(quote, TdReport.parse(quote.body(), quote.bodyType() == Quote.TD_1_5));
    }

    public JsonValue.Obj facts() {
        Facts facts =
                new Facts()
                        .put("quote_version", quote.header().version())
                        .put("debug", report.debug())
                        .put("mr_td", report.mrTd())
                        .put("report_data", report.reportData());
        for (int i = 0; i < report.rtmr().size(); i++) {
            facts.put("rtmr" + i, report.rtmr().get(i));
        }
        return facts.put("mr_config_id", report.mrConfigId())
                .put("mr_owner", report.mrOwner())
                .put("mr_owner_config", report.mrOwnerConfig())
                .put("td_attributes", report.tdAttributes())
                .put("td_attribute_names", report.attributeNames())
                .put("unknown_td_attributes", report.unknownAttributes())
                .put("xfam", report.xfam())
                .put("mr_seam", report.mrSeam())
                .put("mr_signer_seam", report.mrSignerSeam())
                .put("seam_attributes", report.seamAttributes())
                .put(
                        "tee_tcb_svn",
                        new JsonValue.Arr(
                                report.teeTcbSvn().stream().<JsonValue>map(JsonValue::of).toList()))
                .putBytes("tee_tcb_svn_2", report.teeTcbSvn2())
                .putBytes("mr_service_td", report.mrServiceTd())
                .put("qe_svn", quote.signature().quotingEnclave().svn())
                .put("trailing_bytes", quote.trailing().size())
                .put("trailing_zero", quote.trailingZero())
                .end();
    }
}
