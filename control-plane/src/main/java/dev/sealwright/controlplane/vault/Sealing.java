package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.idempotency.ActId;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.orgkey.SealingKeys;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SealedBlob;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds versions to secrets: take a number, seal the value under it, then store blob and pending
 * leaf in one transaction. The version exists when the log holds the leaf.
 */
@Singleton
final class Sealing {
    private final Storage storage;
    private final Log log;
    private final VersionNumbers numbers;
    private final RecordWriter records;
    private final ValueSealing values;
    private final Secrets secrets;
    private final SealingKeys sealingKeys;
    private final InstantSource clock;

    Sealing(
            Storage storage,
            Log log,
            VersionNumbers numbers,
            RecordWriter records,
            ValueSealing values,
            Secrets secrets,
            SealingKeys sealingKeys,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.numbers = numbers;
        this.records = records;
        this.values = values;
        this.secrets = secrets;
        this.sealingKeys = sealingKeys;
        this.clock = clock;
    }

    /**
     * A version with its leaf.
     *
     * @param size of the value, in bytes
     */
    record Added(long number, Bytes blob, long size, LeafOutcome.Released released) {}

    /**
     * Adds a version, or gives the one that an earlier attempt of the same act added.
     *
     * @param act names the version's leaf
     * @param value read to its end
     * @throws ProblemException of the kind body-damaged, secret-too-large or key-inactive; nothing
     *     is stored then
     */
    Added add(Secret secret, ActId act, InputStream value) {
        UUID leafId = act.value();
        Optional<StoredVersion> earlier =
                storage.read(connection -> SecretVersionTable.findSealed(connection, leafId));
        if (earlier.isPresent()) {
            return released(secret, earlier.get());
        }
        sealingKeys.requirePeriod(secret.org());
        numbers.giveUp(leafId);
        long number = numbers.take(secret, leafId);
        try {
            store(secret, leafId, number, values.seal(leafId, secret.version(number), value));
        } catch (IOException e) {
            numbers.giveUp(leafId);
            throw ProblemException.retryLater(
                    ProblemKind.BODY_DAMAGED,
                    "The value did not arrive to its end; nothing was stored.",
                    1);
        } catch (RuntimeException e) {
            numbers.giveUp(leafId);
            throw e;
        }
        return released(
                secret,
                storage.read(connection -> SecretVersionTable.findSealed(connection, leafId))
                        .orElseThrow());
    }

    private void store(Secret secret, UUID leafId, long number, SealedCopies sealed) {
        storage.write(
                connection -> {
                    hold(connection, secret);
                    if (!SecretVersionTable.seal(connection, leafId, sealed, clock.instant())) {
                        throw ProblemException.retryLater(
                                ProblemKind.CONFLICT, "The value took too long to arrive.", 1);
                    }
                    return log.propose(
                            leafId,
                            secret.org(),
                            new SecretBody.Seal(
                                    LeafIds.bytes(secret.row()), number, sealed.blob().digest()));
                });
    }

    private void hold(Connection connection, Secret secret) throws SQLException {
        Optional<UUID> row =
                records.hold(connection, RecordKind.SECRET, secret.org(), secret.name());
        if (!row.equals(Optional.of(secret.row()))) {
            throw ProblemException.notFound();
        }
    }

    /** A repeated request may come after that. */
    private boolean wasSealedAnew(Secret secret, StoredVersion version, SecretBody.Seal seal) {
        return secrets.require(secret, version.version()).names(seal.blob());
    }

    private Added released(Secret secret, StoredVersion version) {
        try {
            LeafOutcome.Released released = log.awaitById(version.leafId());
            Bytes blob = version.blob().orElseThrow(Secrets::destroyed);
            SealedBlob sealed = SealedBlob.decode(blob);
            if (!(LeafCodec.decode(released.leaf()).body() instanceof SecretBody.Seal seal)
                    || !(seal.blob().equals(sealed.digest())
                            || wasSealedAnew(secret, version, seal))) {
                throw Secrets.damaged();
            }
            return new Added(version.version(), seal.blob(), sealed.size(), released);
        } catch (LeafRefusedException e) {
            numbers.forget(version.leafId());
            throw e;
        }
    }
}
