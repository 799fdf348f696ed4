package dev.sealwright.attestation.tdx;

import dev.sealwright.attestation.dcap.PlatformFacts;
import dev.sealwright.attestation.dcap.QuoteExaminer;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/** What a TD's quote says, and on what platform it was made. */
public record TdxClaims(TdxQuote quote, QuoteExaminer.Platform platform) implements Claims {
    @Override
    public Format format() {
        return Format.TDX;
    }

    @Override
    public JsonValue.Obj facts() {
        Facts facts = PlatformFacts.of(platform);
        quote.facts().members().forEach(facts::put);
        return facts.end();
    }
}
