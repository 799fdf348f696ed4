package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a client key stands, according to leaves that this voter appended.
 *
 * @param latest the version that signs, from 1
 * @param spki SHA-256 of that version's SubjectPublicKeyInfo
 * @param due when it is to be destroyed; it signs no more from the day that this was set
 */
public record ClientKey(
        Bytes org,
        Bytes key,
        SigningAlgorithm algorithm,
        long latest,
        Bytes spki,
        boolean enabled,
        Optional<Instant> due,
        boolean destroyed) {
    public ClientKey {
        Objects.requireNonNull(org);
        Objects.requireNonNull(key);
        Objects.requireNonNull(algorithm);
        Objects.requireNonNull(spki);
        Objects.requireNonNull(due);
    }

    /** Whether it may sign now, and by which version. */
    public boolean signs(long version) {
        return enabled && due.isEmpty() && !destroyed && version == latest;
    }

    ClientKey version(long number, Bytes itsSpki) {
        return new ClientKey(org, key, algorithm, number, itsSpki, enabled, due, destroyed);
    }

    ClientKey enabled(boolean now) {
        return new ClientKey(org, key, algorithm, latest, spki, now, due, destroyed);
    }

    ClientKey due(Optional<Instant> time) {
        return new ClientKey(org, key, algorithm, latest, spki, enabled, time, destroyed);
    }

    ClientKey gone() {
        return new ClientKey(org, key, algorithm, latest, spki, enabled, due, true);
    }
}
