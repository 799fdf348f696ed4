package dev.sealwright.controlplane.enrol;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that any replica recognises without having stored them: uint64 seconds, 8 random bytes,
 * and the first 16 bytes of an HMAC over id and both under a key that the HSM derives. They are
 * good for five minutes and for one bootstrap.
 */
@Singleton
final class Challenges {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String HMAC = "HmacSHA256";
    private static final int RANDOM_SIZE = 8;
    private static final int CLEAR_SIZE = Long.BYTES + RANDOM_SIZE;
    private static final int TAG_SIZE = 16;

    private final KeyService keyService;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile Optional<SecretKeySpec> key = Optional.empty();

    Challenges(KeyService keyService, InstantSource clock, SecureRandom random) {
        this.keyService = keyService;
        this.clock = clock;
        this.random = random;
    }

    /** A fresh nonce, 32 bytes. */
    Bytes issue(BootstrapId id) {
        byte[] fresh = new byte[RANDOM_SIZE];
        random.nextBytes(fresh);
        Bytes clear = Bytes.concat(Bytes.uint64(clock.instant().getEpochSecond()), Bytes.of(fresh));
        return Bytes.concat(clear, tag(id, clear));
    }

    /** Whether this service issued the nonce for this bootstrap, not long ago. */
    boolean recognises(BootstrapId id, Bytes nonce) {
        if (nonce.size() != CLEAR_SIZE + TAG_SIZE) {
            return false;
        }
        Bytes clear = nonce.slice(0, CLEAR_SIZE);
        return tag(id, clear).equalsConstantTime(nonce.slice(CLEAR_SIZE, nonce.size()))
                && recent(clear);
    }

    private boolean recent(Bytes clear) {
        Instant issued = Instant.ofEpochSecond(ByteBuffer.wrap(clear.toArray()).getLong());
        return Duration.between(issued, clock.instant()).abs().compareTo(LIFETIME) <= 0;
    }

    private Bytes tag(BootstrapId id, Bytes clear) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key());
            mac.update(id.value().toArray());
            return Bytes.of(mac.doFinal(clear.toArray())).slice(0, TAG_SIZE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private SecretKeySpec key() {
        return key.orElseGet(
                () -> {
                    Bytes derived = keyService.derive(Purpose.ENROLMENT_CHALLENGE);
                    SecretKeySpec made = new SecretKeySpec(derived.toArray(), HMAC);
                    key = Optional.of(made);
                    return made;
                });
    }
}
