package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SecretVersion;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Which versions of which secrets there are, according to the signed log alone: a row that was
 * planted, swapped or taken away in the database changes nothing here.
 */
@Singleton
final class SealedVersions implements LeafFollower {
    private final Map<Owner, ConcurrentNavigableMap<Long, SealedVersion>> secrets =
            new ConcurrentHashMap<>();

    private final Map<Bytes, Instant> first = new ConcurrentHashMap<>();

    /** A leaf of one organisation says nothing of another's secret. */
    private record Owner(Bytes org, Bytes secret) {}

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof SecretBody.Seal
                || body instanceof SecretBody.Reseal
                || body instanceof SecretBody.Shred;
    }

    @Override
    public void take(long index, Leaf leaf) {
        switch (leaf.body()) {
            case SecretBody.Seal seal -> sealed(index, leaf, seal);
            case SecretBody.Reseal reseal -> resealed(index, leaf, reseal);
            case SecretBody.Shred shred -> shredded(leaf, shred);
            default -> throw new IllegalArgumentException("a leaf that concerns no secret");
        }
    }

    /** The first seal of a version is the one. */
    private void sealed(long index, Leaf leaf, SecretBody.Seal seal) {
        SecretVersion version = new SecretVersion(leaf.org(), seal.secret(), seal.version());
        secrets.computeIfAbsent(
                        new Owner(leaf.org(), seal.secret()),
                        owner -> new ConcurrentSkipListMap<>())
                .putIfAbsent(
                        seal.version(),
                        new SealedVersion(
                                version,
                                seal.blob(),
                                index,
                                leaf.time(),
                                Optional.empty(),
                                List.of()));
        first.merge(leaf.org(), leaf.time(), (was, time) -> was);
    }

    /** One of another blob than stands changes nothing. */
    private void resealed(long index, Leaf leaf, SecretBody.Reseal reseal) {
        ConcurrentNavigableMap<Long, SealedVersion> versions =
                secrets.get(new Owner(leaf.org(), reseal.secret()));
        if (versions != null) {
            versions.computeIfPresent(
                    reseal.version(),
                    (number, was) ->
                            was.blob().equals(reseal.blob()) && was.shreddedAt().isEmpty()
                                    ? was.resealed(reseal.next(), index)
                                    : was);
        }
    }

    private void shredded(Leaf leaf, SecretBody.Shred shred) {
        ConcurrentNavigableMap<Long, SealedVersion> versions =
                secrets.get(new Owner(leaf.org(), shred.secret()));
        if (versions != null) {
            versions.computeIfPresent(
                    shred.version(),
                    (number, was) -> was.names(shred.blob()) ? was.shredded(leaf.time()) : was);
        }
    }

    /** When the first version of any secret of the organisation was sealed. */
    Optional<Instant> firstSealed(Bytes org) {
        return Optional.ofNullable(first.get(org));
    }

    /** The same for every organisation that has any. */
    Map<Bytes, Instant> firstSealed() {
        return Map.copyOf(first);
    }

    /** All versions of the organisation's secrets that were not destroyed. */
    Stream<SealedVersion> living(Bytes org) {
        return secrets.entrySet().stream()
                .filter(entry -> entry.getKey().org().equals(org))
                .flatMap(entry -> entry.getValue().values().stream())
                .filter(version -> version.shreddedAt().isEmpty());
    }

    /**
     * The versions of a secret by their numbers, destroyed ones included.
     *
     * @param org tag of the organisation that the secret belongs to
     */
    SortedMap<Long, SealedVersion> of(Bytes org, UUID secret) {
        ConcurrentNavigableMap<Long, SealedVersion> found =
                secrets.get(new Owner(org, Uuids.bytes(secret)));
        return found == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(found);
    }
}
