package dev.sealwright.controlplane.key;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiod;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a key on the token is in its life, as log and anchors tell.
 *
 * @param version from 1
 * @param state pending while no leaf names it, active, deactivated, disabled, destruction-scheduled
 *     or destroyed
 * @param deactivated from when another version protects what is new
 * @param period absent while it is pending
 * @param warning what its owner should know
 */
public record KeyLife(
        KeyPurpose purpose,
        long version,
        String state,
        Optional<Instant> deactivated,
        Optional<Cryptoperiod> period,
        Optional<String> warning) {
    static final String ACTIVE = "active";

    static KeyLife pending(KeyPurpose purpose, long version) {
        return new KeyLife(
                purpose, version, "pending", Optional.empty(), Optional.empty(), Optional.empty());
    }
}
