package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.RsaKeys;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.PublicKey;
import java.util.Optional;

/**
 * The runtime JSON behind an HCL report: the vTPM's attestation key and how the VM is configured.
 *
 * @param configuration what "vm-configuration" says, empty if absent
 */
public record RuntimeData(
        PublicKey attestationKey, JsonValue.Obj configuration, Optional<Bytes> userData) {
    private static final int MAX_SIZE = 16 * 1024;
    private static final int MAX_KEYS = 8;
    private static final String ATTESTATION_KEY = "HCLAkPub";

    public static RuntimeData parse(Bytes json) {
        JsonFields fields = JsonFields.of(Json.read(json, MAX_SIZE), "runtime data");
        JsonValue key =
                fields.array("keys", MAX_KEYS).stream()
                        .filter(RuntimeData::isAttestationKey)
                        .findFirst()
                        .orElseThrow(() -> new MalformedException("no " + ATTESTATION_KEY));
        JsonValue.Obj configuration =
                fields.optional("vm-configuration")
                        .map(v -> v.asObject("vm-configuration"))
                        .orElseGet(() -> JsonValue.object(java.util.Map.of()));
        Optional<Bytes> userData =
                fields.optional("user-data").map(v -> Bytes.fromHex(v.asText("user-data")));
        return new RuntimeData(
                RsaKeys.jwk(JsonFields.of(key, ATTESTATION_KEY)), configuration, userData);
    }

    private static boolean isAttestationKey(JsonValue key) {
        return key.asObject("a key").get("kid").equals(Optional.of(JsonValue.of(ATTESTATION_KEY)));
    }
}
