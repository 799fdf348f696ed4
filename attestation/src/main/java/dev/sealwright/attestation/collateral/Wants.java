package dev.sealwright.attestation.collateral;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.maa.MaaToken;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.vtpm.AzureVtpmEvidence;
import dev.sealwright.attestation.vtpm.HclReport;
import dev.sealwright.protocol.Bytes;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What evidence of each format needs beside it, read from the unverified evidence. */
record Wants(CollateralServices services) {
    List<Wanted> of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Nitro _, Evidence.Tpm _ -> List.of();
            case Evidence.Snp e -> AmdWanted.of(services, e.report());
            case Evidence.Tdx e -> IntelWanted.of(services, e.quote().quote());
            case Evidence.Sgx e -> IntelWanted.of(services, e.quote().quote());
            case Evidence.Maa e -> token(e.token()).stream().toList();
            case Evidence.AzureVtpm e -> azure(e.evidence());
            case Evidence.Aci e -> AmdWanted.of(services, e.evidence().snp().report());
        };
    }

    private List<Wanted> azure(AzureVtpmEvidence evidence) {
        if (evidence.hcl().hardware() == HclReport.Hardware.SNP) {
            return AmdWanted.of(services, SnpReport.parse(evidence.hcl().report()));
        }
        return evidence.tdQuote().map(q -> IntelWanted.of(services, q.quote())).orElse(List.of());
    }

    /** Only of an issuer that is configured; what the token says of places is not read. */
    private Optional<Wanted> token(MaaToken token) {
        return token.claims()
                .issuer()
                .flatMap(
                        issuer ->
                                Optional.ofNullable(services.tokenKeys().get(issuer))
                                        .map(url -> keys(issuer, url)));
    }

    private static Wanted keys(String issuer, URI url) {
        String id = Digests.sha256(Bytes.utf8(issuer)).hex().substring(0, 16);
        return Wanted.tokenKeys("token-keys-" + id + ".json", url, issuer);
    }
}
