package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SaltedDigest;
import java.util.UUID;

/**
 * A version as the database holds it; what the log says of it decides whether it is believed.
 *
 * @param org tag under which its leaf was proposed
 * @param document envelope of name and value, as {@link Documents} writes it
 * @param salt 16 random bytes
 */
record StoredVersion(
        UUID leafId,
        UUID row,
        long version,
        Bytes org,
        RecordState state,
        Bytes document,
        Bytes salt) {

    /** What the leaf commits to. */
    Bytes digest() {
        return SaltedDigest.of(salt, document);
    }
}
