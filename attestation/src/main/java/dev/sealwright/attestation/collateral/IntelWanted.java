package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.dcap.PlatformCertificate;
import dev.sealwright.attestation.dcap.Quote;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a quote needs of Intel's provisioning certification service, version 4, or of a PCCS. */
final class IntelWanted {
    private static final String VERSION = "/certification/v4";

    private IntelWanted() {}

    static List<Wanted> of(CollateralServices services, Quote quote) {
        X509Certificate leaf = quote.signature().certificates().getFirst();
        String fmspc = PlatformCertificate.of(leaf).fmspc().hex();
        String tee = quote.bodyType() == Quote.ENCLAVE ? "sgx" : "tdx";
        String ca =
                leaf.getIssuerX500Principal().getName().contains("Processor")
                        ? "processor"
                        : "platform";
        String own = services.intel() + "/" + tee + VERSION;
        return List.of(
                Wanted.signed(
                        "intel-" + tee + "-tcb-" + fmspc + ".json",
                        URI.create(own + "/tcb?fmspc=" + fmspc),
                        "TCB-Info-Issuer-Chain"),
                Wanted.signed(
                        "intel-" + tee + "-qe.json",
                        URI.create(own + "/qe/identity"),
                        "SGX-Enclave-Identity-Issuer-Chain"),
                Wanted.signed(
                        "intel-pck-" + ca + ".crl",
                        URI.create(
                                services.intel()
                                        + "/sgx"
                                        + VERSION
                                        + "/pckcrl?ca="
                                        + ca
                                        + "&encoding=der"),
                        "SGX-PCK-CRL-Issuer-Chain"),
                Wanted.of("intel-root.crl", services.intelRootList()));
    }
}
