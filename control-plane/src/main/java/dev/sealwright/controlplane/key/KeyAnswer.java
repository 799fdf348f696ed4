package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.protocol.Bytes;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key on the token, in the words of the token's library, with its life as log and anchors tell.
 *
 * @param purpose log, server-ca, host-ca, token, mac, encryption or signing
 * @param version from 1; keys of the service itself have one
 * @param state pending while no leaf names it, active, deactivated, disabled, destruction-scheduled
 *     or destroyed
 * @param activatedAt from when it protected what was new; absent while it is pending
 * @param deactivatedAt from when another version did
 * @param originatorEndsAt until when it is to protect anything new (NIST SP 800-57 part 1)
 * @param recipientEndsAt until when what it protected is to be read; absent for no end
 * @param warning what its owner should know
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
        String purpose,
        long version,
        String state,
        @Nullable Instant activatedAt,
        @Nullable Instant originatorEndsAt,
        @Nullable Instant deactivatedAt,
        @Nullable Instant recipientEndsAt,
        @Nullable String warning,
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

    static List<KeyAnswer> of(KeyInventory inventory, KeyLives lives) {
        String token = inventory.model() + " " + inventory.tokenSerial();
        return inventory.keys().stream().map(key -> of(key, token, lives.of(key.label()))).toList();
    }

    private static KeyAnswer of(KeyInventory.Key key, String token, KeyLife life) {
        return new KeyAnswer(
                key.label(),
                life.purpose().text(),
                life.version(),
                life.state(),
                life.period().map(Cryptoperiod::activated).orElse(null),
                life.period().map(Cryptoperiod::originatorEnd).orElse(null),
                life.deactivated().orElse(null),
                life.period().flatMap(Cryptoperiod::recipientEnd).orElse(null),
                life.warning().orElse(null),
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
