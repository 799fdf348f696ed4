package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.Uuids;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Which versions of which secrets there are, according to the signed log alone: a row that was
 * planted, swapped or taken away in the database changes nothing here.
 */
@Singleton
final class SealedVersions implements LeafFollower {
    private final Map<UUID, ConcurrentNavigableMap<Long, SealedVersion>> secrets =
            new ConcurrentHashMap<>();

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof SecretBody.Seal || body instanceof SecretBody.Shred;
    }

    @Override
    public void take(long index, Leaf leaf) {
        switch (leaf.body()) {
            case SecretBody.Seal seal -> sealed(index, leaf, seal);
            case SecretBody.Shred shred -> shredded(leaf.time(), shred);
            default -> throw new IllegalArgumentException("a leaf that concerns no secret");
        }
    }

    /** The first seal of a version is the one. */
    private void sealed(long index, Leaf leaf, SecretBody.Seal seal) {
        SecretVersion version = new SecretVersion(leaf.org(), seal.secret(), seal.version());
        of(seal).putIfAbsent(
                        seal.version(),
                        new SealedVersion(
                                version, seal.blob(), index, leaf.time(), Optional.empty()));
    }

    private void shredded(Instant time, SecretBody.Shred shred) {
        of(shred).computeIfPresent(
                        shred.version(),
                        (number, was) ->
                                was.blob().equals(shred.blob()) ? was.shredded(time) : was);
    }

    private ConcurrentNavigableMap<Long, SealedVersion> of(SecretBody body) {
        return secrets.computeIfAbsent(
                Uuids.uuid(body.secret()), secret -> new ConcurrentSkipListMap<>());
    }

    /** The versions of a secret by their numbers, destroyed ones included. */
    SortedMap<Long, SealedVersion> of(UUID secret) {
        ConcurrentNavigableMap<Long, SealedVersion> found = secrets.get(secret);
        return found == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(found);
    }
}
