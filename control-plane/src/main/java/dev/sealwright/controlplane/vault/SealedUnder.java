package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.KeyUse;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.orgkey.LoggedOrgKeys;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.secret.SealedBlob;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.protocol.secret.SharedSecret;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which versions of secrets are under which version of their organisation's key. */
@Singleton
final class SealedUnder implements KeyUse {
    private static final int NAMED = 5;

    private final SealedVersions versions;
    private final LoggedOrgKeys keys;
    private final Ledger ledger;
    private final Records records;
    private final Storage storage;
    private final Log log;

    SealedUnder(
            SealedVersions versions,
            LoggedOrgKeys keys,
            Ledger ledger,
            Records records,
            Storage storage,
            Log log) {
        this.versions = versions;
        this.keys = keys;
        this.ledger = ledger;
        this.records = records;
        this.storage = storage;
        this.log = log;
    }

    @Override
    public Progress progress(Bytes org) {
        Optional<Bytes> sealing = keys.find(org).sealing();
        return storage.read(
                connection -> {
                    if (sealing.isPresent()) {
                        return ResealTable.progress(connection, org, sealing.get());
                    }
                    long living = ResealTable.living(connection, org);
                    return new Progress(living, living, 0);
                });
    }

    @Override
    public Optional<Instant> firstSealed(Bytes org) {
        ledger.changes();
        return versions.firstSealed(org);
    }

    @Override
    public Map<Bytes, Instant> firstSealed() {
        ledger.changes();
        return versions.firstSealed();
    }

    @Override
    public List<String> needing(Bytes org, long version) {
        ledger.changes();
        Map<SecretVersion, SealedVersion> living =
                versions.living(org)
                        .collect(Collectors.toMap(SealedVersion::version, each -> each));
        Map<SecretVersion, String> needing = new HashMap<>();
        LoggedOrgKey key = keys.find(org);
        storage.snapshot(
                connection -> {
                    Map<UUID, Set<Bytes>> shared = SealingTable.keys(connection, org);
                    ResealTable.each(
                            connection,
                            org,
                            stored -> look(stored, shared, living, key, version, needing));
                    return org;
                });
        living.keySet().forEach(each -> needing.put(each, " is damaged"));
        return named(org, needing);
    }

    /** Takes what it has seen out of those that live; what is left has no ciphertext that fits. */
    private void look(
            StoredVersion stored,
            Map<UUID, Set<Bytes>> shared,
            Map<SecretVersion, SealedVersion> living,
            LoggedOrgKey key,
            long version,
            Map<SecretVersion, String> needing) {
        SecretVersion name =
                new SecretVersion(key.org(), Uuids.bytes(stored.secret()), stored.version());
        Optional<SealedVersion> logged = Optional.ofNullable(living.get(name));
        Optional<Bytes> blob =
                logged.isPresent()
                        ? stored.ciphertext(logged.get().blob())
                        : stored.blob().filter(_ -> isOnItsWay(stored.leafId()));
        Set<Bytes> ids =
                blob.map(each -> keysOf(each, shared.getOrDefault(stored.leafId(), Set.of())))
                        .orElse(Set.of());
        if (!ids.isEmpty()) {
            living.remove(name);
        }
        if (ids.stream().anyMatch(id -> key.numberOf(id) == version)) {
            needing.put(name, "");
        }
    }

    private boolean isOnItsWay(UUID leaf) {
        return log.outcome(leaf) instanceof LeafOutcome.Waiting;
    }

    /** Of a secret that members share, those of their sealings. */
    private static Set<Bytes> keysOf(Bytes blob, Set<Bytes> shared) {
        try {
            return switch (SealedBlob.decode(blob)) {
                case SealedSecret alone -> Set.of(alone.key());
                case SharedSecret _ -> shared;
            };
        } catch (MalformedException e) {
            return Set.of();
        }
    }

    private List<String> named(Bytes org, Map<SecretVersion, String> needing) {
        if (needing.isEmpty()) {
            return List.of();
        }
        Map<Bytes, String> names =
                records.all(SecretDocument.TYPE).stream()
                        .filter(record -> record.org().equals(org))
                        .collect(
                                Collectors.toMap(
                                        record -> Uuids.bytes(record.row()), Versioned::name));
        List<String> all = new ArrayList<>();
        needing.forEach(
                (version, how) ->
                        all.add(
                                "version "
                                        + version.version()
                                        + " of "
                                        + names.getOrDefault(version.secret(), "a secret")
                                        + how));
        all.sort(String::compareTo);
        return all.size() <= NAMED
                ? List.copyOf(all)
                : List.of(all.get(0), all.get(1), (all.size() - 2) + " more");
    }
}
