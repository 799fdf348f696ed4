package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.snp.SnpClaims;
import dev.sealwright.attestation.tdx.TdxClaims;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;
import java.util.Optional;

/** What an Azure confidential VM's evidence says; the claims of its hardware are verified too. */
public record AzureVtpmClaims(AzureVtpmEvidence evidence, Hardware hardware) implements Claims {
    /** The verified report of the processor. */
    public sealed interface Hardware {
        record Snp(SnpClaims claims) implements Hardware {}

        record Tdx(TdxClaims claims) implements Hardware {}
    }

    @Override
    public Format format() {
        return Format.AZURE_VTPM;
    }

    /** Of the quote; empty without one. */
    public Optional<TpmQuote> quote() {
        return evidence.quote().map(SignedQuote::quote);
    }

    @Override
    public JsonValue.Obj facts() {
        Facts facts = new Facts();
        evidence.facts().members().forEach(facts::put);
        switch (hardware) {
            case Hardware.Snp(SnpClaims claims) -> facts.put("snp", claims.facts());
            case Hardware.Tdx(TdxClaims claims) -> facts.put("tdx", claims.facts());
        }
        return facts.end();
    }
}
