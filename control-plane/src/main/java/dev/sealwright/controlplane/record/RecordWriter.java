package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.record.VersionWriter.Basis;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what a write of a declarative resource does: whether its precondition holds, and whether
 * it changes anything. What changes nothing writes and logs nothing.
 */
@Singleton
public final class RecordWriter {
    private final Records records;
    private final Documents documents;
    private final VersionWriter versions;
    private final Quarantine quarantine;

    RecordWriter(
            Records records, Documents documents, VersionWriter versions, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.records = records;
        this.documents = documents;
        this.versions = versions;
    }

    /**
     * Where a resource goes.
     *
     * @param scope in which its name is unique
     * @param org under which its leaves stand
     */
    public record Place(Bytes scope, Bytes org, String name) {
        public static Place in(Bytes org, String name) {
            return new Place(org, org, name);
        }
    }

    /**
     * What a write left behind.
     *
     * @param created that nothing was there before
     * @param released the leaf of this write; empty when nothing changed
     */
    public record Written<T>(
            Versioned<T> version, boolean created, Optional<LeafOutcome.Released> released) {}

    /** Creates or replaces; the same again takes a resource out of quarantine. */
    public <T> Written<T> put(RecordType<T> type, Place place, T value, Precondition precondition) {
        Basis<T> basis = basis(type, place, precondition);
        Optional<Versioned<T>> before = basis.before();
        if (before.filter(b -> b.value().equals(value) && !quarantine.holds(b.index()))
                .isPresent()) {
            return new Written<>(before.get(), false, Optional.empty());
        }
        Bytes document = documents.write(place.name(), type.document(), value);
        Change<T> change =
                new Change<>(
                        type,
                        place,
                        RecordState.SET,
                        document,
                        type.lookup().apply(value),
                        type.references().apply(value));
        VersionWriter.Entered entered = versions.write(change, basis);
        Versioned<T> after =
                records.find(type, entered.version())
                        .or(() -> records.find(type, place.scope(), place.name()))
                        .orElseThrow(VersionWriter::overtaken);
        return new Written<>(after, before.isEmpty(), Optional.of(entered.leaf()));
    }

    /** Removes; removing what is not there does nothing. */
    public <T> Optional<LeafOutcome.Released> remove(
            RecordType<T> type, Place place, Precondition precondition) {
        Basis<T> basis = basis(type, place, precondition);
        if (basis.before().isEmpty()) {
            return Optional.empty();
        }
        Bytes document = documents.writeRemoved(place.name());
        Change<T> change =
                new Change<>(
                        type, place, RecordState.REMOVED, document, Optional.empty(), List.of());
        return Optional.of(versions.write(change, basis).leaf());
    }

    private <T> Basis<T> basis(RecordType<T> type, Place place, Precondition precondition) {
        long size = versions.size();
        Optional<Versioned<T>> present = records.find(type, place.scope(), place.name());
        precondition.require(present.map(Versioned::etag));
        return new Basis<>(present, size);
    }

    /**
     * A resource that is there, kept from being removed until the caller's transaction ends.
     *
     * @param scope in which its name is unique
     */
    public Optional<UUID> hold(Connection connection, RecordKind kind, Bytes scope, String name)
            throws SQLException {
        return versions.hold(connection, kind, scope, name);
    }
}
