package dev.sealwright.keyservice.token;

import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.token.CapabilityDetails;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Claims;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A capability token's claims as an access token has them (RFC 9068): its holder's key confirms it
 * (RFC 7800, RFC 9449 section 6.1), what it allows are its authorization details (RFC 9396).
 */
final class CapabilityClaims {
    private CapabilityClaims() {}

    /**
     * @param encoded deterministic CBOR
     */
    static JsonValue.Obj of(Bytes encoded, Leaf leaf) {
        Claims claims = read(encoded);
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("iat", JsonValue.of(leaf.time().getEpochSecond()));
        members.put("sub", JsonValue.of(claims.subject()));
        members.put("client_id", JsonValue.of(claims.subject()));
        members.put(
                "aud",
                JsonValue.texts(
                        claims.caveats().find(Caveat.Audience.class).orElseThrow().names()));
        members.put(
                "cnf", JsonValue.object(Map.of("jkt", JsonValue.of(claims.holder().thumbprint()))));
        members.put(
                "authorization_details",
                new JsonValue.Arr(List.of(json(CapabilityDetails.of(claims.caveats())))));
        return JsonValue.object(members);
    }

    private static Claims read(Bytes encoded) {
        try {
            return Claims.decode(encoded);
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        }
    }

    private static JsonValue json(Object value) {
        return switch (value) {
            case String text -> JsonValue.of(text);
            case Long number -> JsonValue.of(number);
            case List<?> items ->
                    new JsonValue.Arr(items.stream().map(CapabilityClaims::json).toList());
            case Map<?, ?> map -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                map.forEach((key, each) -> members.put(String.valueOf(key), json(each)));
                yield JsonValue.object(members);
            }
            default -> throw new IllegalStateException("no JSON for " + value.getClass());
        };
    }
}
