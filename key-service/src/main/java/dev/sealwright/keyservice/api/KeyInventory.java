package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the token says of itself and of the keys this service uses. Asserted by the library, proven
 * by nothing here.
 *
 * @param library description and version of the PKCS#11 library
 */
public record KeyInventory(
        String tokenLabel,
        String tokenSerial,
        String manufacturer,
        String model,
        String firmware,
        String library,
        List<Key> keys) {
    public KeyInventory {
        Objects.requireNonNull(tokenLabel);
        Objects.requireNonNull(tokenSerial);
        Objects.requireNonNull(manufacturer);
        Objects.requireNonNull(model);
        Objects.requireNonNull(firmware);
        Objects.requireNonNull(library);
        keys = List.copyOf(keys);
    }

    /** The public half of the key pair with this label. */
    public Optional<Bytes> spki(String label) {
        return keys.stream()
                .filter(key -> key.label().equals(label))
                .flatMap(key -> key.spki().stream())
                .findFirst();
    }

    /**
     * One key object.
     *
     * @param id CKA_ID
     * @param type for example {@code ED25519} or {@code EC_P256}
     * @param spki DER SubjectPublicKeyInfo of a key pair
     * @param attributes PKCS#11 names without their prefix, for example {@code SENSITIVE}, {@code
     *     NEVER_EXTRACTABLE}
     */
    public record Key(
            String label,
            Bytes id,
            String type,
            Optional<Bytes> spki,
            Map<String, Boolean> attributes) {
        public Key {
            Objects.requireNonNull(label);
            Objects.requireNonNull(id);
            Objects.requireNonNull(type);
            Objects.requireNonNull(spki);
            attributes = Map.copyOf(attributes);
        }
    }
}
