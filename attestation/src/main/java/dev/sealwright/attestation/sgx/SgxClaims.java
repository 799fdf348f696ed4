package dev.sealwright.attestation.sgx;

import dev.sealwright.attestation.dcap.PlatformFacts;
import dev.sealwright.attestation.dcap.QuoteExaminer;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/** What an enclave's quote says, and on what platform it was made. */
public record SgxClaims(SgxQuote quote, QuoteExaminer.Platform platform) implements Claims {
    @Override
    public Format format() {
        return Format.SGX;
    }

    @Override
    public JsonValue.Obj facts() {
        Facts facts = PlatformFacts.of(platform);
        quote.facts().members().forEach(facts::put);
        return facts.end();
    }
}
