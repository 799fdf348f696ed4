package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/**
 * What the attestation service says of a machine. Only {@link MaaVerifier} makes one, and hands it
 * out only if the token is authentic; so a {@link ReleasePolicy} cannot be asked about any other.
 */
public final class MaaClaims implements Claims {
    private final String issuer;
    private final MaaClaimSet claims;

    MaaClaims(String issuer, MaaClaimSet claims) {
        this.issuer = issuer;
        this.claims = claims;
    }

    public String issuer() {
        return issuer;
    }

    public MaaClaimSet claims() {
        return claims;
    }

    @Override
    public Format format() {
        return Format.MAA;
    }

    @Override
    public JsonValue.Obj facts() {
        return claims.facts();
    }
}
