package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.verify.Facts;

/** A judged Intel platform by name. */
public final class PlatformFacts {
    private PlatformFacts() {}

    public static Facts of(QuoteExaminer.Platform platform) {
        Facts facts =
                new Facts()
                        .put("fmspc", platform.certificate().fmspc())
                        .put("pce_id", platform.certificate().pceId())
                        .put("pce_svn", platform.certificate().pceSvn());
        platform.tcb().ifPresent(tcb -> add(facts, tcb));
        return facts;
    }

    private static void add(Facts facts, TcbVerdict tcb) {
        facts.put("tcb_status", tcb.status().label())
                .put("platform_tcb_status", tcb.platform().label());
        tcb.quotingEnclave()
                .ifPresent(enclave -> facts.put("quoting_enclave_tcb_status", enclave.label()));
        tcb.module().ifPresent(module -> facts.put("tdx_module_tcb_status", module.label()));
        tcb.tcbDate().ifPresent(date -> facts.put("tcb_date", date));
        facts.put("advisories", tcb.advisories()).put("tcb_evaluation", tcb.evaluation());
    }
}
