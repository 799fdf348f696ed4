package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plain TPM 2.0 quote with the key said to have signed it, and certificates for that key if there
 * are any.
 */
public record TpmEvidence(
        SignedQuote quote, PublicKey attestationKey, List<X509Certificate> certificates) {
    public TpmEvidence {
        certificates = List.copyOf(certificates);
    }

    /** The same with more certificates at hand. */
    public TpmEvidence with(List<X509Certificate> more) {
        return new TpmEvidence(
                quote,
                attestationKey,
                Stream.concat(certificates.stream(), more.stream()).toList());
    }

    public JsonValue.Obj facts() {
        Facts facts = quote.facts();
        facts.put(
                "attestation_key_certified",
                certificates.stream().anyMatch(c -> c.getPublicKey().equals(attestationKey)));
        return facts.end();
    }
}
