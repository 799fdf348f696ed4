package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import dev.sealwright.controlplane.record.Creations.Creation;
import dev.sealwright.controlplane.record.RecordType.Reference;
import dev.sealwright.controlplane.record.RecordWriter.Place;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SaltedDigest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes versions of resources: version and pending leaf in one transaction, then the wait for the
 * log. A version counts once its leaf does; one whose leaf is refused is forgotten.
 */
@Singleton
final class VersionWriter {
    private static final int SALT_SIZE = SaltedDigest.SALT_SIZE;
    private static final int NAMED_DEPENDENTS = 5;

    private final Storage storage;
    private final Log log;
    private final Ledger ledger;
    private final Creations creations;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    VersionWriter(
            Storage storage,
            Log log,
            Ledger ledger,
            Creations creations,
            Changes changes,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        this.storage = storage;
        this.log = log;
        this.ledger = ledger;
        this.creations = creations;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a caller decided upon.
     *
     * @param before the resource as he saw it
     * @param size leaves that were taken into account by then
     */
    record Basis<T>(Optional<Versioned<T>> before, long size) {}

    /** How many leaves are taken into account by now. */
    long size() {
        return ledger.size();
    }

    /** A version with its leaf, on its way into the log. */
    private record Proposed(StoredVersion version, LeafRef leaf) {}

    /** A version with its leaf. */
    record Entered(StoredVersion version, LeafOutcome.Released leaf) {}

    /**
     * Writes a version and waits until it counts.
     *
     * @throws ProblemException of the kind conflict if the resource changed since
     */
    <T> Entered write(Change<T> change, Basis<T> basis) {
        Proposed proposed =
                created(change, basis)
                        .orElseGet(
                                () ->
                                        storage.write(
                                                connection -> propose(connection, change, basis)));
        try {
            LeafOutcome.Released released = log.await(proposed.leaf());
            changes.now();
            return new Entered(proposed.version(), released);
        } catch (LeafRefusedException e) {
            forget(proposed.leaf().id());
            throw e;
        }
    }

    /** Empty if it is not the first version of a resource that refers to no other. */
    private <T> Optional<Proposed> created(Change<T> change, Basis<T> basis) {
        boolean fits =
                basis.before().isEmpty()
                        && change.state() == RecordState.SET
                        && change.references().isEmpty();
        if (!fits) {
            return Optional.empty();
        }
        StoredVersion version = change.version(ids.next(), ids.next(), 1, salt());
        Creation creation = Creation.of(change, version, clock.instant());
        return creations
                .commit(creation, change.body(version))
                .map(leaf -> new Proposed(version, leaf));
    }

    private <T> Proposed propose(Connection connection, Change<T> change, Basis<T> basis)
            throws SQLException {
        Place place = change.place();
        RecordKind kind = change.type().kind();
        RecordTable.LockedRow locked =
                RecordTable.lockRow(connection, kind, place.scope(), place.name(), ids.next());
        UUID row = locked.id();
        long version = locked.made() ? first(basis) : nextVersion(connection, row, basis);
        List<UUID> targets = hold(connection, change);
        if (change.state() == RecordState.REMOVED) {
            refuseIfNeeded(connection, change.type(), row);
        }
        StoredVersion stored = change.version(ids.next(), row, version, salt());
        LeafRef ref = log.propose(stored.leafId(), place.org(), change.body(stored));
        RecordTable.insert(connection, stored, change.lookup(), clock.instant());
        for (UUID target : targets) {
            RecordTable.insertReference(connection, ref.id(), target);
        }
        return new Proposed(stored, ref);
    }

    /** Of a row that was made for it. */
    private static long first(Basis<?> basis) {
        if (basis.before().isPresent()) {
            throw overtaken();
        }
        return 1;
    }

    /**
     * One more than any version there is, once the row stands where the caller saw it. One that
     * stood there already, and that he did not see, is not what its leaf says: it is written anew.
     */
    private long nextVersion(Connection connection, UUID row, Basis<?> basis) throws SQLException {
        Optional<Standing> standing = ledger.find(row);
        long counted = standing.map(Standing::version).orElse(0L);
        Optional<StoredVersion> newest = RecordTable.newest(connection, row);
        if (newest.filter(n -> n.version() > counted).isPresent()) {
            settle(connection, newest.get().leafId());
        }
        boolean seen =
                basis.before()
                        .map(before -> before.version() == counted)
                        .orElse(
                                standing.filter(Standing::isSet)
                                        .filter(set -> set.index() >= basis.size())
                                        .isEmpty());
        if (!seen) {
            throw overtaken();
        }
        return Math.max(counted, newest.map(StoredVersion::version).orElse(0L)) + 1;
    }

    private void settle(Connection connection, UUID leafId) throws SQLException {
        switch (log.outcome(leafId)) {
            case LeafOutcome.Waiting _, LeafOutcome.Released _ -> throw overtaken();
            case LeafOutcome.Refused _ -> RecordTable.delete(connection, leafId);
            case LeafOutcome.Unknown _ -> {}
        }
    }

    static ProblemException overtaken() {
        return ProblemException.retryLater(
                ProblemKind.CONFLICT,
                "Another change of this resource is on its way into the log. Read it again, then retry.",
                1);
    }

    private <T> List<UUID> hold(Connection connection, Change<T> change) throws SQLException {
        List<UUID> targets = new ArrayList<>();
        for (Reference reference : change.references()) {
            targets.add(
                    hold(connection, reference.kind(), change.place().scope(), reference.name())
                            .orElseThrow(() -> missing(reference)));
        }
        return targets;
    }

    /** See {@link RecordWriter#hold}. */
    Optional<UUID> hold(Connection connection, RecordKind kind, Bytes scope, String name)
            throws SQLException {
        Optional<UUID> row =
                RecordTable.holdRow(connection, kind, scope, name)
                        .filter(found -> ledger.find(found).filter(Standing::isSet).isPresent());
        return row.isPresent() && removalPending(connection, row.get()) ? Optional.empty() : row;
    }

    private static boolean removalPending(Connection connection, UUID target) throws SQLException {
        return RecordTable.newest(connection, target)
                .filter(newest -> newest.state() == RecordState.REMOVED)
                .isPresent();
    }

    private static ProblemException missing(Reference reference) {
        return ProblemException.invalid(
                reference.pointer(), "there is no " + reference.kind().type() + " by that name");
    }

    private static void refuseIfNeeded(Connection connection, RecordType<?> type, UUID row)
            throws SQLException {
        List<String> dependents =
                Stream.concat(
                                RecordTable.dependents(connection, row, NAMED_DEPENDENTS).stream(),
                                type.dependents().of(connection, row).stream())
                        .limit(NAMED_DEPENDENTS)
                        .toList();
        if (!dependents.isEmpty()) {
            throw ProblemException.conflict("Still needed by: " + String.join(", ", dependents));
        }
    }

    private void forget(UUID leafId) {
        storage.write(
                connection -> {
                    RecordTable.delete(connection, leafId);
                    return leafId;
                });
    }

    private Bytes salt() {
        byte[] salt = new byte[SALT_SIZE];
        random.nextBytes(salt);
        return Bytes.of(salt);
    }
}
