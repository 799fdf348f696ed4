package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.vault.StoredVersion.Repetition;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a repeated request from another under the same Idempotency-Key. What is stored of the value
 * is a MAC under a key that the HSM derives: without the HSM nobody can try guesses against it.
 */
@Singleton
final class Repetitions {
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyService keyService;
    private volatile Optional<SecretKeySpec> key = Optional.empty();

    Repetitions(KeyService keyService) {
        this.keyService = keyService;
    }

    /** A MAC that is given the value as it passes. */
    Mac macFor(UUID secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            mac.update(Bytes.uint64(secret.getMostSignificantBits()).toArray());
            mac.update(Bytes.uint64(secret.getLeastSignificantBits()).toArray());
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    static Repetition of(String idempotencyKey, Mac mac) {
        return new Repetition(digest(idempotencyKey), Bytes.of(mac.doFinal()));
    }

    static Bytes digest(String idempotencyKey) {
        return Sha256.of(Bytes.utf8(idempotencyKey));
    }

    private SecretKeySpec key() {
        Optional<SecretKeySpec> known = key;
        if (known.isPresent()) {
            return known.get();
        }
        SecretKeySpec derived =
                new SecretKeySpec(
                        keyService.derive(Purpose.SECRET_REPETITION).toArray(), ALGORITHM);
        key = Optional.of(derived);
        return derived;
    }
}
