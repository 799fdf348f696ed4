package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.storage.SharedReads;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.leaf.RecordKind;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads declarative resources. What it returns is exactly what the newest leaf of the row in the
 * signed log commits to; a row that was edited in the database reads as absent, and the service's
 * own log says so.
 */
@Singleton
public final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private final Storage storage;
    private final Ledger ledger;
    private final Documents documents;
    private final SharedReads<RecordTable.Named, List<StoredVersion>> newest;

    Records(Storage storage, Ledger ledger, Documents documents) {
        this.storage = storage;
        this.ledger = ledger;
        this.documents = documents;
        this.newest =
                new SharedReads<>(
                        storage, names -> storage.look(c -> RecordTable.newest(c, names)));
    }

    /**
     * The resource of that name.
     *
     * @param scope the org tag, or {@link dev.sealwright.protocol.leaf.Leaf#NO_ORG} for
     *     organisations themselves
     */
    public <T> Optional<Versioned<T>> find(RecordType<T> type, Bytes scope, String name) {
        List<StoredVersion> stored = newest.read(new RecordTable.Named(type.kind(), scope, name));
        return stored.stream()
                .findFirst()
                .flatMap(any -> set(type, any.row()))
                .flatMap(standing -> load(type, standing, stored))
                .filter(found -> found.name().equals(name) && inScope(type, found.org(), scope));
    }

    /** That which counts is among the newest ones, unless many are on their way. */
    private <T> Optional<Versioned<T>> load(
            RecordType<T> type, Standing standing, List<StoredVersion> newest) {
        return newest.stream()
                .filter(stored -> stored.version() == standing.version())
                .findFirst()
                .map(stored -> believed(type, standing, Optional.of(stored)))
                .orElseGet(() -> load(type, standing));
    }

    public <T> Optional<Versioned<T>> find(RecordType<T> type, UUID row) {
        return set(type, row).flatMap(standing -> load(type, standing));
    }

    /** The resource of a version that was written just now, if that is what counts. */
    <T> Optional<Versioned<T>> find(RecordType<T> type, StoredVersion written) {
        return set(type, written.row())
                .filter(standing -> standing.version() == written.version())
                .flatMap(standing -> believed(type, standing, Optional.of(written)));
    }

    private Optional<Standing> set(RecordType<?> type, UUID row) {
        return ledger.find(row)
                .filter(standing -> standing.kind() == type.kind() && standing.isSet());
    }

    /** Resources in the order of their rows, from the first beyond {@code after}. */
    public <T> Page<T> page(RecordType<T> type, Bytes org, Optional<UUID> after, int limit) {
        List<Standing> standings = ledger.page(type.kind(), org, after, limit + 1);
        boolean more = standings.size() > limit;
        List<Standing> shown = more ? standings.subList(0, limit) : standings;
        return new Page<>(
                load(type, shown), more ? Optional.of(shown.getLast().row()) : Optional.empty());
    }

    /**
     * A part of a list.
     *
     * @param next row to continue after; empty at the end
     */
    public record Page<T>(List<Versioned<T>> items, Optional<UUID> next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Resources of a kind in every organisation. */
    public <T> List<Versioned<T>> all(RecordType<T> type) {
        return load(type, ledger.all(type.kind()));
    }

    /**
     * What leaves of rows hold the salted digests of, by the leaf's id, as it is stored: nobody has
     * compared it. Documents of API keys, which hold verifiers, are not among them.
     */
    public Map<UUID, Opening> openings(Connection connection, List<UUID> leaves)
            throws SQLException {
        return RecordTable.openings(connection, leaves);
    }

    /** Whether an organisation holds any resource of the kind. */
    public boolean any(RecordKind kind, Bytes org) {
        return !ledger.page(kind, org, Optional.empty(), 1).isEmpty();
    }

    /** Whether an organisation ever held a resource of the kind. */
    public boolean ever(RecordKind kind, Bytes org) {
        return ledger.ever(kind, org);
    }

    /** Whether there was a resource of that name that is removed now. */
    public boolean removed(RecordKind kind, Bytes scope, String name) {
        return storage.look(c -> RecordTable.findRow(c, kind, scope, name))
                .flatMap(ledger::find)
                .filter(standing -> !standing.isSet())
                .isPresent();
    }

    /** Resources whose {@link RecordType#lookup} is this. */
    public <T> List<Versioned<T>> findByLookup(RecordType<T> type, Bytes lookup) {
        List<UUID> rows = storage.look(c -> RecordTable.findByLookup(c, type.kind(), lookup));
        return rows.stream()
                .flatMap(row -> find(type, row).stream())
                .filter(found -> type.lookup().apply(found.value()).equals(Optional.of(lookup)))
                .toList();
    }

    /** Resources of the type that refer to a row. */
    public <T> List<Versioned<T>> referringTo(RecordType<T> type, UUID target) {
        List<UUID> rows = storage.look(c -> RecordTable.referring(c, target));
        List<Standing> standings =
                rows.stream()
                        .flatMap(row -> ledger.find(row).stream())
                        .filter(standing -> standing.kind() == type.kind() && standing.isSet())
                        .toList();
        return load(type, standings);
    }

    /** See {@link Ledger#changes(Set)}. */
    public long changes(Set<RecordKind> kinds) {
        return ledger.changes(kinds);
    }

    private <T> List<Versioned<T>> load(RecordType<T> type, List<Standing> standings) {
        Map<UUID, StoredVersion> stored = new HashMap<>();
        storage.read(
                        c ->
                                RecordTable.find(
                                        c,
                                        standings.stream().map(Standing::row).toList(),
                                        standings.stream().map(Standing::version).toList()))
                .forEach(version -> stored.put(version.row(), version));
        List<Versioned<T>> loaded = new ArrayList<>();
        for (Standing standing : standings) {
            believed(type, standing, Optional.ofNullable(stored.get(standing.row())))
                    .ifPresent(loaded::add);
        }
        return loaded;
    }

    private <T> Optional<Versioned<T>> load(RecordType<T> type, Standing standing) {
        return believed(
                type,
                standing,
                storage.look(c -> RecordTable.find(c, standing.row(), standing.version())));
    }

    /** The stored version, if it is what the leaf commits to. */
    private <T> Optional<Versioned<T>> believed(
            RecordType<T> type, Standing standing, Optional<StoredVersion> stored) {
        Optional<StoredVersion> genuine =
                stored.filter(version -> version.digest().equalsConstantTime(standing.digest()));
        if (genuine.isEmpty()) {
            LOG.error(
                    "record {} {} version {} is {} in the database; it counts as absent",
                    standing.kind().type(),
                    standing.row(),
                    standing.version(),
                    stored.isPresent() ? "not what its leaf commits to" : "missing");
        }
        return genuine.flatMap(version -> decoded(type, standing, version));
    }

    private <T> Optional<Versioned<T>> decoded(
            RecordType<T> type, Standing standing, StoredVersion stored) {
        try {
            Documents.Named<T> named = documents.read(stored.document(), type.document());
            return Optional.of(
                    new Versioned<>(
                            standing.row(),
                            standing.version(),
                            standing.org(),
                            named.name(),
                            named.value(),
                            standing.index(),
                            standing.digest(),
                            standing.time()));
        } catch (MalformedException e) {
            LOG.error(
                    "record {} {} version {} has a form this release does not read",
                    standing.kind().type(),
                    standing.row(),
                    standing.version(),
                    e);
            return Optional.empty();
        }
    }

    private static boolean inScope(RecordType<?> type, Bytes org, Bytes scope) {
        return type.kind() == RecordKind.ORG || org.equals(scope);
    }
}
