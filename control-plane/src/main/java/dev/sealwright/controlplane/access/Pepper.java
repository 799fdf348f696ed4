package dev.sealwright.controlplane.access;

import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Turns SHA-256 of a secret into what the database may hold: HMAC-SHA-256 under a secret that the
 * HSM derives. A stolen database tells nobody which guesses are right. Each version of the HSM's
 * key {@code mac} makes another pepper; whatever is stored says under which it stands.
 */
@Singleton
public final class Pepper {
    private final DerivedKeys keys;

    Pepper(DerivedKeys keys) {
        this.keys = keys;
    }

    /**
     * The stored form of a secret.
     *
     * @param version of the key {@code mac} that it stands under
     * @param bytes 32 bytes
     */
    public record Verifier(long version, Bytes bytes) {
        /** Without the bytes, so that no log line ever shows them. */
        @Override
        public String toString() {
            return "Verifier[version=" + version + "]";
        }
    }

    /**
     * The stored form of a secret, under the newest version.
     *
     * @param sha256 32 bytes
     */
    public Verifier verifier(Bytes sha256) {
        long newest = keys.newest();
        return new Verifier(
                newest,
                under(newest, sha256)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the key service derives no newest pepper")));
    }

    /**
     * The same under some version; empty when that counts no more.
     *
     * @param sha256 32 bytes
     */
    public Optional<Bytes> under(long version, Bytes sha256) {
        return keys.code(
                Purpose.API_KEY_PEPPER,
                version,
                sha256.requireSize(Sha256.SIZE, "a hashed secret"));
    }

    /** The versions that count, the newest first. */
    public List<Long> versions() {
        return keys.open();
    }

    /** The stored form under each version that something may stand under which is not older. */
    public List<Verifier> recent(Bytes sha256, Duration age) {
        return keys.recent(age).stream()
                .flatMap(
                        version ->
                                under(version, sha256)
                                        .map(bytes -> new Verifier(version, bytes))
                                        .stream())
                .toList();
    }
}
