package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SecretVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * What the log says of one version.
 *
 * @param blob SHA-256 of what was sealed
 * @param index of its seal leaf
 * @param sealedAt time of its seal leaf
 * @param shreddedAt time of its shred leaf
 */
public record SealedVersion(
        SecretVersion version,
        Bytes blob,
        long index,
        Instant sealedAt,
        Optional<Instant> shreddedAt) {

    public long number() {
        return version.version();
    }

    SealedVersion shredded(Instant time) {
        return new SealedVersion(version, blob, index, sealedAt, Optional.of(time));
    }

    LeafBody unsealing(Bytes caller) {
        return new SecretBody.Unseal(version.secret(), number(), blob, caller);
    }

    LeafBody shredding() {
        return new SecretBody.Shred(version.secret(), number(), blob);
    }
}
