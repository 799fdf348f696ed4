package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.access.DerivedKeys;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Nonces that any replica recognises without having stored them: uint64 seconds, 8 random bytes,
 * and the first 16 bytes of an HMAC over id and both under a key that the HSM derives. They are
 * good for five minutes and for one bootstrap.
 */
@Singleton
final class Challenges {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** As long as a nonce may be good that a replica issued which had yet to hear of a rotation. */
    private static final Duration ROTATED = LIFETIME.multipliedBy(2);

    private static final int RANDOM_SIZE = 8;
    private static final int CLEAR_SIZE = Long.BYTES + RANDOM_SIZE;
    private static final int TAG_SIZE = 16;

    private final DerivedKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;

    Challenges(DerivedKeys keys, InstantSource clock, SecureRandom random) {
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** A fresh nonce, 32 bytes. */
    Bytes issue(BootstrapId id) {
        byte[] fresh = new byte[RANDOM_SIZE];
        random.nextBytes(fresh);
        Bytes clear = Bytes.concat(Bytes.uint64(clock.instant().getEpochSecond()), Bytes.of(fresh));
        Bytes tag =
                tag(keys.newest(), id, clear)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the key service derives nothing for challenges"));
        return Bytes.concat(clear, tag);
    }

    /** Whether this service issued the nonce for this bootstrap, not long ago. */
    boolean recognises(BootstrapId id, Bytes nonce) {
        if (nonce.size() != CLEAR_SIZE + TAG_SIZE) {
            return false;
        }
        Bytes clear = nonce.slice(0, CLEAR_SIZE);
        Bytes tag = nonce.slice(CLEAR_SIZE, nonce.size());
        return recent(clear)
                && keys.recent(ROTATED).stream()
                        .flatMap(version -> tag(version, id, clear).stream())
                        .anyMatch(tag::equalsConstantTime);
    }

    private boolean recent(Bytes clear) {
        Instant issued = Instant.ofEpochSecond(ByteBuffer.wrap(clear.toArray()).getLong());
        return Duration.between(issued, clock.instant()).abs().compareTo(LIFETIME) <= 0;
    }

    private Optional<Bytes> tag(long version, BootstrapId id, Bytes clear) {
        return keys.code(Purpose.ENROLMENT_CHALLENGE, version, Bytes.concat(id.value(), clear))
                .map(code -> code.slice(0, TAG_SIZE));
    }
}
