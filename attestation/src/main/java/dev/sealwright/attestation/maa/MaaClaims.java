package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/** What the attestation service says of a machine. */
public record MaaClaims(String issuer, MaaClaimSet claims) implements Claims {
    @Override
    public Format format() {
        return Format.MAA;
    }

    @Override
    public JsonValue.Obj facts() {
        return claims.facts();
    }
}
