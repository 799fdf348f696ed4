package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signing keys an attestation service publishes (RFC 7517). Azure's sets carry the key only as
 * {@code x5c}, so it is taken from there, whatever else a member says.
 */
public record JsonWebKeys(Map<String, List<PublicKey>> byId) {
    private static final int MAX_SIZE = 512 * 1024;
    private static final int MAX_KEYS = 64;
    private static final int MAX_CHAIN = 8;

    public JsonWebKeys {
        byId = Map.copyOf(byId);
    }

    public static JsonWebKeys parse(Bytes text) {
        Map<String, List<PublicKey>> keys = new HashMap<>();
        JsonFields set = JsonFields.of(Json.read(text, MAX_SIZE), "a JWK set");
        for (JsonValue value : set.array("keys", MAX_KEYS)) {
            JsonFields key = JsonFields.of(value, "a JWK");
            keys.computeIfAbsent(key.text("kid"), id -> new ArrayList<>()).add(publicKey(key));
        }
        return new JsonWebKeys(keys);
    }

    private static PublicKey publicKey(JsonFields key) {
        List<JsonValue> chain = key.array("x5c", MAX_CHAIN);
        if (chain.isEmpty()) {
            throw new MalformedException("a JWK with an empty x5c");
        }
        X509Certificate leaf =
                Certificates.der(Bytes.fromBase64(chain.getFirst().asText("a certificate")));
        return leaf.getPublicKey();
    }

    /** Some sets list one id twice, with the same key in two certificates. */
    Optional<PublicKey> get(String keyId) {
        List<PublicKey> found = byId.getOrDefault(keyId, List.of()).stream().distinct().toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
