package dev.sealwright.controlplane.access;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import jakarta.inject.Singleton;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns SHA-256 of a secret into what the database may hold: HMAC-SHA-256 under a secret that the
 * HSM derives. A stolen database tells nobody which guesses are right.
 */
@Singleton
public final class Pepper {
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyService keyService;
    private volatile Optional<SecretKeySpec> key = Optional.empty();

    Pepper(KeyService keyService) {
        this.keyService = keyService;
    }

    /**
     * The stored form of a secret.
     *
     * @param sha256 32 bytes
     */
    public Bytes verifier(Bytes sha256) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return Bytes.of(mac.doFinal(sha256.requireSize(32, "a hashed secret").toArray()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private SecretKeySpec key() {
        Optional<SecretKeySpec> known = key;
        if (known.isPresent()) {
            return known.get();
        }
        SecretKeySpec derived =
                new SecretKeySpec(keyService.derive(Purpose.API_KEY_PEPPER).toArray(), ALGORITHM);
        key = Optional.of(derived);
        return derived;
    }
}
