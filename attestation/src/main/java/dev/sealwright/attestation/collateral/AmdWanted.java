package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.snp.SnpProduct;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.snp.SnpSigningKey;
import dev.sealwright.attestation.snp.SnpTcb;
import dev.sealwright.protocol.Bytes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an SNP report needs of AMD's key distribution service ("VCEK Certificate and KDS"). */
final class AmdWanted {
    private static final String CACHE_VERSION = "?api-version=2020-10-15-preview";
    private static final int TURIN_HARDWARE_ID = 8;

    private final CollateralServices services;
    private final SnpReport report;

    private AmdWanted(CollateralServices services, SnpReport report) {
        this.services = services;
        this.report = report;
    }

    /** A provider's loaned key (VLEK) is not to be fetched; its issuers and list are. */
    static List<Wanted> of(CollateralServices services, SnpReport report) {
        AmdWanted amd = new AmdWanted(services, report);
        List<Wanted> out = new ArrayList<>();
        for (SnpProduct line : amd.lines()) {
            String kind = report.signingKey() == SnpSigningKey.VLEK ? "vlek" : "vcek";
            String service = services.amd() + "/" + kind + "/v1/" + line.label();
            String name = "amd-" + line.label().toLowerCase(Locale.ROOT) + "-" + kind;
            out.add(Wanted.of(name + "-chain.pem", URI.create(service + "/cert_chain")));
            out.add(Wanted.of(name + ".crl", URI.create(service + "/crl")));
            if (report.signingKey() == SnpSigningKey.VCEK) {
                out.add(amd.chipKey(line, service, name));
            }
        }
        return out;
    }

    /** Before version 3 a report does not say of which line its chip is: it may be either. */
    private List<SnpProduct> lines() {
        return report.cpuid()
                .map(c -> SnpProduct.ofCpuid(c.family(), c.model()).stream().toList())
                .orElse(List.of(SnpProduct.MILAN, SnpProduct.GENOA));
    }

    private Wanted chipKey(SnpProduct line, String service, String name) {
        SnpTcb tcb = SnpTcb.read(report.reportedTcb(), line);
        boolean turin = line == SnpProduct.TURIN;
        Bytes chip = report.chipId().slice(0, turin ? TURIN_HARDWARE_ID : report.chipId().size());
        String levels =
                (turin ? "fmcSPL=" + two(tcb.fmc()) + "&" : "")
                        + "blSPL="
                        + two(tcb.bootloader())
                        + "&teeSPL="
                        + two(tcb.tee())
                        + "&snpSPL="
                        + two(tcb.snp())
                        + "&ucodeSPL="
                        + two(tcb.microcode());
        List<URI> sources = new ArrayList<>();
        cached().ifPresent(sources::add);
        sources.add(URI.create(service + "/" + chip.hex() + "?" + levels));
        String id = Digests.sha256(Bytes.concat(chip, report.reportedTcb())).hex().substring(0, 16);
        return new Wanted(name + "-" + id + ".cer", sources, Optional.empty(), Optional.empty());
    }

    /** By chip and reported TCB, the latter as the number it is in the report. */
    private Optional<URI> cached() {
        StringBuilder tcb = new StringBuilder();
        for (int i = report.reportedTcb().size() - 1; i >= 0; i--) {
            tcb.append(report.reportedTcb().slice(i, i + 1).hex());
        }
        return services.amdCache()
                .map(
                        cache ->
                                URI.create(
                                        cache
                                                + "/SevSnpVM/certificates/"
                                                + report.chipId().hex()
                                                + "/"
                                                + tcb
                                                + CACHE_VERSION));
    }

    private static String two(int level) {
        return String.format(Locale.ROOT, "%02d", level);
    }
}
