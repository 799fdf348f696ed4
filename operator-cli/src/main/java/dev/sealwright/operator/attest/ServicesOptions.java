package dev.sealwright.operator.attest;

import dev.sealwright.attestation.collateral.CollateralHttp;
import dev.sealwright.attestation.collateral.CollateralServices;
import dev.sealwright.attestation.collateral.CollateralStore;
import dev.sealwright.attestation.collateral.TrustedServices;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where collateral is fetched from, and whom TLS trusts there. */
final class ServicesOptions {
    @Option(
            names = "--services",
            paramLabel = "FILE",
            description = {
                "JSON of URLs: amd, amd_cache, intel (a PCCS, say), intel_root_list, token_keys"
                        + " {issuer: url}; what is left out is the vendor's own."
            })
    private @Nullable Path services;

    @Option(
            names = "--services-ca",
            paramLabel = "FILE",
            description = "PEM of who signs the services' TLS certificates; else the platform's.")
    private @Nullable Path authorities;

    CollateralStore store(Path folder, InstantSource clock) {
        CollateralServices from =
                services == null
                        ? CollateralServices.VENDORS
                        : CollateralServices.parse(EvidenceOptions.read(services));
        var tls =
                authorities == null
                        ? TrustedServices.ofPlatform()
                        : TrustedServices.of(EvidenceOptions.read(authorities));
        return new CollateralStore(from, folder, Optional.of(new CollateralHttp(tls)), clock);
    }

    static CollateralStore offline(Path folder, InstantSource clock) {
        return new CollateralStore(CollateralServices.VENDORS, folder, Optional.empty(), clock);
    }
}
