package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/** What a TPM's quote says. */
public record TpmClaims(TpmEvidence evidence) implements Claims {
    @Override
    public Format format() {
        return Format.TPM;
    }

    @Override
    public JsonValue.Obj facts() {
        return evidence.facts();
    }
}
