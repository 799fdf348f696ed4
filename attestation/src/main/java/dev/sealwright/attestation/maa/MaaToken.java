package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import java.time.Instant;
import java.util.Optional;

/** A token of Microsoft Azure Attestation as parsed and not yet verified. */
public record MaaToken(Jws jws, MaaClaimSet claims) {

    public static MaaToken parse(String compact) {
        Jws jws = Jws.parse(compact.strip());
        return new MaaToken(jws, new MaaClaimSet(jws.payload()));
    }

    public JsonValue.Obj facts() {
        return claims.facts();
    }

    static Facts times(MaaClaimSet claims) {
        Facts facts = new Facts();
        claims.issuer().ifPresent(issuer -> facts.put("issuer", issuer));
        put(facts, "issued", claims.time("iat"));
        put(facts, "not_before", claims.time("nbf"));
        put(facts, "expires", claims.time("exp"));
        return facts;
    }

    private static void put(Facts facts, String name, Optional<Instant> time) {
        time.ifPresent(t -> facts.put(name, t));
    }
}
