package dev.sealwright.controlplane.key;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.protocol.Bytes;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key on the token, in the words of the token's library.
 *
 * @param id hexadecimal CKA_ID
 * @param token model and serial of the token
 * @param affirmed attributes that the token says are set
 * @param denied attributes that the token says are not set
 * @param spki base64url of the DER SubjectPublicKeyInfo of a key pair
 */
@Serdeable
@Schema(name = "Key")
public record KeyAnswer(
        String label,
        String type,
        String id,
        String token,
        List<String> affirmed,
        List<String> denied,
        @Nullable String spki) {
    public KeyAnswer {
        affirmed = List.copyOf(affirmed);
        denied = List.copyOf(denied);
    }

    static List<KeyAnswer> of(KeyInventory inventory) {
        String token = inventory.model() + " " + inventory.tokenSerial();
        return inventory.keys().stream().map(key -> of(key, token)).toList();
    }

    private static KeyAnswer of(KeyInventory.Key key, String token) {
        return new KeyAnswer(
                key.label(),
                key.type(),
                key.id().hex(),
                token,
                attributes(key, true),
                attributes(key, false),
                key.spki().map(Bytes::base64Url).orElse(null));
    }

    private static List<String> attributes(KeyInventory.Key key, boolean value) {
        return key.attributes().entrySet().stream()
                .filter(each -> each.getValue() == value)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
