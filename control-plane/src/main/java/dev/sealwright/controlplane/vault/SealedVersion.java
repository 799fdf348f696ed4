package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the log says of one version.
 *
 * @param blob SHA-256 of its sealed form
 * @param index of the leaf by which that stands: it was sealed, or sealed anew
 * @param sealedAt time of its seal leaf
 * @param shreddedAt time of its shred leaf
 * @param before digests of the sealed forms that it had before
 */
public record SealedVersion(
        SecretVersion version,
        Bytes blob,
        long index,
        Instant sealedAt,
        Optional<Instant> shreddedAt,
        List<Bytes> before) {
    public SealedVersion {
        before = List.copyOf(before);
    }

    public long number() {
        return version.version();
    }

    SealedVersion shredded(Instant time) {
        return new SealedVersion(version, blob, index, sealedAt, Optional.of(time), before);
    }

    SealedVersion resealed(Bytes next, long itsIndex) {
        List<Bytes> all = new ArrayList<>(before);
        all.add(blob);
        return new SealedVersion(version, next, itsIndex, sealedAt, shreddedAt, all);
    }

    /** Whether that is, or was, the digest of its sealed form. */
    boolean names(Bytes digest) {
        return blob.equals(digest) || before.contains(digest);
    }

    LeafBody resealing(Bytes next) {
        return new SecretBody.Reseal(version.secret(), number(), blob, next);
    }

    LeafBody unsealing(Bytes caller) {
        return new SecretBody.Unseal(version.secret(), number(), blob, caller);
    }

    LeafBody shredding() {
        return new SecretBody.Shred(version.secret(), number(), blob);
    }
}
