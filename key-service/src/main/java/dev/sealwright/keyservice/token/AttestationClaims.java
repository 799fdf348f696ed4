package dev.sealwright.keyservice.token;

import dev.sealwright.attestation.appraisal.AttestationResult;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.refusal.Refusals;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.Leaf;
import java.util.Optional;
import java.util.Set;

/** What an attestation result may claim (draft-ietf-rats-ear section 2). */
final class AttestationClaims {
    private static final int MAX_SIZE = 256 * 1024;

    private static final Set<String> REQUIRED =
            Set.of("eat_profile", "iat", "ear_status", "ear_verifier_id", "submods");
    private static final Set<String> OPTIONAL = Set.of("eat_nonce");

    private AttestationClaims() {}

    /** The claims, if they are written in the one way that {@link JsonText} writes them. */
    static JsonValue.Obj of(Bytes text, Leaf leaf) {
        JsonValue.Obj claims = parse(text);
        Set<String> names = claims.members().keySet();
        Refusals.require(
                names.containsAll(REQUIRED)
                        && names.stream()
                                .allMatch(n -> REQUIRED.contains(n) || OPTIONAL.contains(n)),
                RefusalCode.CLAIMS,
                "a claim is missing, or one that a token of this type may not make");
        Refusals.require(
                claims.get("eat_profile")
                        .equals(Optional.of(JsonValue.of(AttestationResult.PROFILE))),
                RefusalCode.CLAIMS,
                "another profile than is signed here");
        Refusals.require(
                claims.get("iat").equals(Optional.of(JsonValue.of(leaf.time().getEpochSecond()))),
                RefusalCode.CLAIMS,
                "issued at another time than the leaf's");
        return claims;
    }

    private static JsonValue.Obj parse(Bytes text) {
        try {
            if (Json.read(text, MAX_SIZE) instanceof JsonValue.Obj claims
                    && Bytes.utf8(JsonText.of(claims)).equals(text)) {
                return claims;
            }
            throw new KeyServiceRefusedException(
                    RefusalCode.MALFORMED, "claims that are no JSON object in its one form");
        } catch (MalformedException e) {
            throw KeyServiceRefusedException.malformed(e);
        }
    }
}
