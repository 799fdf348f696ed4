package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.secret.SealedBlob;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds secrets and their versions. What it returns is what the log says there is. */
@Singleton
final class Secrets {
    private final Records records;
    private final Ledger ledger;
    private final SealedVersions versions;
    private final Storage storage;

    Secrets(Records records, Ledger ledger, SealedVersions versions, Storage storage) {
        this.records = records;
        this.ledger = ledger;
        this.versions = versions;
        this.storage = storage;
    }

    Optional<Secret> find(Bytes org, String name) {
        return records.find(SecretDocument.TYPE, org, name).map(Secrets::secret);
    }

    /** The secret; a problem of the kind not-found without one. */
    Secret require(Bytes org, String name) {
        return find(org, name).orElseThrow(ProblemException::notFound);
    }

    private static Secret secret(Versioned<SecretDocument> found) {
        return new Secret(found.org(), found.row(), found.name());
    }

    /** All versions in the order of their numbers, destroyed ones included. */
    List<SealedVersion> versions(Secret secret) {
        ledger.changes();
        Collection<SealedVersion> all = versions.of(secret.org(), secret.row()).values();
        return List.copyOf(all);
    }

    /** The highest version that was not destroyed. */
    Optional<SealedVersion> latest(Secret secret) {
        return versions(secret).reversed().stream()
                .filter(version -> version.shreddedAt().isEmpty())
                .findFirst();
    }

    /** The version of that number, destroyed or not. */
    SealedVersion require(Secret secret, long number) {
        ledger.changes();
        return Optional.ofNullable(versions.of(secret.org(), secret.row()).get(number))
                .orElseThrow(ProblemException::notFound);
    }

    /** A version with its ciphertext, which is the one that its leaf names. */
    record Intact(SealedVersion version, UUID leafId, Bytes blob, SealedBlob sealed) {}

    /**
     * The ciphertext of a version.
     *
     * @throws ProblemException of the kind secret-destroyed or secret-damaged
     */
    Intact read(SealedVersion version) {
        return intact(version).or(() -> intact(newest(version))).orElseThrow(Secrets::damaged);
    }

    /** Empty if the ciphertext is not here, or not any more: it may have been sealed anew. */
    private Optional<Intact> intact(SealedVersion version) {
        StoredVersion stored =
                storage.look(
                                connection ->
                                        SecretVersionTable.find(
                                                connection, row(version), version.number()))
                        .orElseThrow(Secrets::damaged);
        if (version.shreddedAt().isPresent() || stored.shredLeaf().isPresent()) {
            throw destroyed();
        }
        return stored.ciphertext(version.blob())
                .map(blob -> new Intact(version, stored.leafId(), blob, SealedBlob.decode(blob)));
    }

    private SealedVersion newest(SealedVersion version) {
        ledger.changes();
        return Optional.ofNullable(
                        versions.of(version.version().org(), row(version)).get(version.number()))
                .orElseThrow(Secrets::damaged);
    }

    private static UUID row(SealedVersion version) {
        return Uuids.uuid(version.version().secret());
    }

    static ProblemException destroyed() {
        return ProblemException.of(
                ProblemKind.SECRET_DESTROYED, "The ciphertext of this version is gone.");
    }

    static ProblemException damaged() {
        return ProblemException.of(
                ProblemKind.SECRET_DAMAGED,
                "The stored ciphertext is not the one that the log names. Restore it, or recover it offline.");
    }
}
