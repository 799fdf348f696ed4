package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.RecordWriter;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.storage.StorageException;
import dev.sealwright.controlplane.vault.StoredVersion.Repetition;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.SealedSecret;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * Adds versions to secrets: take a number, seal the value under it, then store blob and pending
 * leaf in one transaction. The version exists when the log holds the leaf.
 */
@Singleton
final class Sealing {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Storage storage;
    private final Log log;
    private final VersionNumbers numbers;
    private final RecordWriter records;
    private final ValueSealing values;
    private final Repetitions repetitions;
    private final Ids ids;
    private final InstantSource clock;

    Sealing(
            Storage storage,
            Log log,
            VersionNumbers numbers,
            RecordWriter records,
            ValueSealing values,
            Repetitions repetitions,
            Ids ids,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.numbers = numbers;
        this.records = records;
        this.values = values;
        this.repetitions = repetitions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A version with its leaf.
     *
     * @param size of the value, in bytes
     */
    record Added(long number, Bytes blob, long size, LeafOutcome.Released released) {}

    /**
     * Adds a version, or gives the one that an earlier request with this key added.
     *
     * @param value read to its end
     * @throws ProblemException of the kind conflict if the key was used for another value
     */
    Added add(Secret secret, InputStream value, Optional<String> idempotencyKey) {
        Mac mac = repetitions.macFor(secret.row());
        UUID leafId = ids.next();
        long number = numbers.take(secret, leafId);
        try {
            SealedSecret sealed =
                    values.seal(leafId, secret.version(number), new MeteredValue(value, mac));
            Optional<Repetition> repetition = idempotencyKey.map(key -> Repetitions.of(key, mac));
            Optional<StoredVersion> earlier = repetition.flatMap(r -> earlier(secret, r));
            if (earlier.isPresent()) {
                numbers.giveUp(leafId);
                return released(earlier.get());
            }
            store(secret, leafId, number, sealed, repetition);
        } catch (IOException e) {
            numbers.giveUp(leafId);
            throw new UncheckedIOException("the value was not received to its end", e);
        } catch (RuntimeException e) {
            numbers.giveUp(leafId);
            throw e;
        }
        return released(
                storage.read(c -> SecretVersionTable.find(c, secret.row(), number)).orElseThrow());
    }

    private Optional<StoredVersion> earlier(Secret secret, Repetition repetition) {
        Optional<StoredVersion> found =
                storage.read(
                        c -> SecretVersionTable.findRepeated(c, secret.row(), repetition.key()));
        found.flatMap(StoredVersion::repetition)
                .filter(known -> !known.mac().equalsConstantTime(repetition.mac()))
                .ifPresent(
                        other -> {
                            throw ProblemException.conflict(
                                    "This Idempotency-Key was used for another value.");
                        });
        return found;
    }

    private void store(
            Secret secret,
            UUID leafId,
            long number,
            SealedSecret sealed,
            Optional<Repetition> repetition) {
        Bytes blob = sealed.encode();
        refusingTwins(
                connection -> {
                    hold(connection, secret);
                    if (!SecretVersionTable.seal(
                            connection, leafId, blob, repetition, clock.instant())) {
                        throw ProblemException.retryLater(
                                ProblemKind.CONFLICT, "The value took too long to arrive.", 1);
                    }
                    return log.propose(
                            leafId,
                            secret.org(),
                            new SecretBody.Seal(
                                    LeafIds.bytes(secret.row()), number, sealed.digest()));
                });
    }

    /**
     * Two requests under one key at the same moment: the second is answered when it comes again.
     */
    private void refusingTwins(Storage.Work<LeafRef> work) {
        try {
            storage.write(work);
        } catch (StorageException e) {
            throw e.state().equals(UNIQUE_VIOLATION)
                    ? ProblemException.retryLater(
                            ProblemKind.CONFLICT,
                            "Another request with this Idempotency-Key is being answered.",
                            1)
                    : e;
        }
    }

    private void hold(Connection connection, Secret secret) throws SQLException {
        Optional<UUID> row =
                records.hold(connection, RecordKind.SECRET, secret.org(), secret.name());
        if (!row.equals(Optional.of(secret.row()))) {
            throw ProblemException.notFound();
        }
    }

    private Added released(StoredVersion version) {
        try {
            LeafOutcome.Released released = log.awaitById(version.leafId());
            Bytes blob = version.blob().orElseThrow(Secrets::destroyed);
            SealedSecret sealed = SealedSecret.decode(blob);
            if (!(LeafCodec.decode(released.leaf()).body() instanceof SecretBody.Seal seal)
                    || !seal.blob().equals(sealed.digest())) {
                throw Secrets.damaged();
            }
            return new Added(version.version(), seal.blob(), sealed.size(), released);
        } catch (LeafRefusedException e) {
            numbers.forget(version.leafId());
            throw e;
        }
    }
}
