package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.record.Creations.Creation;
import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Opening;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The statements on rows and versions. */
final class RecordTable {
    private static final String VERSION =
            "SELECT leaf_id, row_id, version, org, state, document, salt FROM record";

    private RecordTable() {}

    static Optional<UUID> findRow(Connection connection, RecordKind kind, Bytes scope, String name)
            throws SQLException {
        return byName(connection, kind, scope, name, "");
    }

    /**
     * A row, locked against other writers until the transaction ends.
     *
     * @param made here, so that there is no version of it
     */
    record LockedRow(UUID id, boolean made) {}

    static LockedRow lockRow(
            Connection connection, RecordKind kind, Bytes scope, String name, UUID fresh)
            throws SQLException {
        int made =
                Sql.of(
                                connection,
                                "INSERT INTO record_row (id, kind, scope, name) VALUES (?, ?, ?, ?)"
                                        + " ON CONFLICT DO NOTHING")
                        .with(fresh)
                        .with(kind.type())
                        .with(scope)
                        .with(name)
                        .update();
        return made == 1
                ? new LockedRow(fresh, true)
                : new LockedRow(
                        byName(connection, kind, scope, name, " FOR UPDATE").orElse(fresh), false);
    }

    /** The row, kept from being written until the transaction ends. */
    static Optional<UUID> holdRow(Connection connection, RecordKind kind, Bytes scope, String name)
            throws SQLException {
        return byName(connection, kind, scope, name, " FOR SHARE");
    }

    private static Optional<UUID> byName(
            Connection connection, RecordKind kind, Bytes scope, String name, String lock)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT id FROM record_row WHERE kind = ? AND scope = ? AND name = ?"
                                + lock)
                .with(kind.type())
                .with(scope)
                .with(name)
                .first(row -> row.uuid("id"));
    }

    static Optional<StoredVersion> newest(Connection connection, UUID row) throws SQLException {
        return Sql.of(connection, VERSION + " WHERE row_id = ? ORDER BY version DESC LIMIT 1")
                .with(row)
                .first(RecordTable::version);
    }

    /**
     * A resource by its name.
     *
     * @param scope the org tag, or {@link dev.sealwright.protocol.leaf.Leaf#NO_ORG}
     */
    record Named(RecordKind kind, Bytes scope, String name) {}

    /**
     * For each name, the two newest versions of its resource, one that counts and one on its way;
     * the very newest first. However few or many rows PostgreSQL believes there are, each look into
     * an index costs the same: else it would not trust one plan, and would plan this, the most
     * frequent of all, anew each time, which takes ten times as long as to run it.
     */
    static List<List<StoredVersion>> newest(Connection connection, List<Named> names)
            throws SQLException {
        List<List<StoredVersion>> newest = new ArrayList<>();
        names.forEach(_ -> newest.add(new ArrayList<>()));
        Sql.of(
                        connection,
                        "SELECT r.*, wanted.place FROM"
                                + " unnest(?::text[], ?::bytea[], ?::text[]) WITH ORDINALITY"
                                + " AS wanted (kind, scope, name, place)"
                                + " CROSS JOIN LATERAL (SELECT id FROM record_row"
                                + " WHERE kind = wanted.kind AND scope = wanted.scope"
                                + " AND name = wanted.name LIMIT 1) w"
                                + " CROSS JOIN LATERAL ("
                                + VERSION
                                + " WHERE row_id = w.id ORDER BY version DESC LIMIT 2) r"
                                + " ORDER BY r.version DESC")
                .withTexts(each(names, named -> named.kind().type()))
                .withBytes(each(names, Named::scope))
                .withTexts(each(names, Named::name))
                .each(row -> newest.get((int) row.number("place") - 1).add(version(row)));
        return newest;
    }

    static Optional<StoredVersion> find(Connection connection, UUID row, long version)
            throws SQLException {
        return Sql.of(connection, VERSION + " WHERE row_id = ? AND version = ?")
                .with(row)
                .with(version)
                .first(RecordTable::version);
    }

    /** The versions of these rows with the given numbers, in no order. */
    static List<StoredVersion> find(Connection connection, List<UUID> rows, List<Long> versions)
            throws SQLException {
        return Sql.of(
                        connection,
                        VERSION
                                + " JOIN unnest(?::uuid[], ?::bigint[]) AS wanted (r, v)"
                                + " ON row_id = wanted.r AND version = wanted.v")
                .withUuids(rows)
                .withLongs(versions)
                .list(RecordTable::version);
    }

    /** What these leaves hold the salted digests of; API keys keep theirs to themselves. */
    static Map<UUID, Opening> openings(Connection connection, List<UUID> leaves)
            throws SQLException {
        Map<UUID, Opening> openings = new HashMap<>();
        Sql.of(
                        connection,
                        "SELECT r.leaf_id, r.salt, r.document FROM record r"
                                + " JOIN record_row w ON w.id = r.row_id"
                                + " WHERE r.leaf_id = ANY (?) AND w.kind <> ?")
                .withUuids(leaves)
                .with(RecordKind.API_KEY.type())
                .each(
                        row ->
                                openings.put(
                                        row.uuid("leaf_id"),
                                        new Opening(row.bytes("salt"), row.bytes("document"))));
        return Map.copyOf(openings);
    }

    /** Rows of which some version, old or new, has this lookup. */
    static List<UUID> findByLookup(Connection connection, RecordKind kind, Bytes lookup)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT DISTINCT w.id FROM record r JOIN record_row w ON w.id = r.row_id"
                                + " WHERE r.lookup = ? AND w.kind = ?")
                .with(lookup)
                .with(kind.type())
                .list(row -> row.uuid("id"));
    }

    /** Rows of which some version, old or new, refers to the target. */
    static List<UUID> referring(Connection connection, UUID target) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT DISTINCT r.row_id FROM record_reference f"
                                + " JOIN record r ON r.leaf_id = f.leaf_id WHERE f.target = ?")
                .with(target)
                .list(row -> row.uuid("row_id"));
    }

    /** Kind and name of the rows whose newest version is set and refers to the target. */
    static List<String> dependents(Connection connection, UUID target, int limit)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT w.kind || ' ' || w.name AS dependent FROM record_reference f"
                                + " JOIN record r ON r.leaf_id = f.leaf_id"
                                + " JOIN record_row w ON w.id = r.row_id"
                                + " WHERE f.target = ? AND r.state = 'set' AND r.version ="
                                + " (SELECT max(version) FROM record x WHERE x.row_id = r.row_id)"
                                + " ORDER BY 1 LIMIT ?")
                .with(target)
                .with(limit)
                .list(row -> row.text("dependent"));
    }

    static void insert(
            Connection connection, StoredVersion version, Optional<Bytes> lookup, Instant now)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO record (leaf_id, row_id, version, org, state, document, salt,"
                                + " lookup, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(version.leafId())
                .with(version.row())
                .with(version.version())
                .with(version.org())
                .with(version.state().text())
                .with(version.document())
                .with(version.salt())
                .with(lookup)
                .with(now)
                .update();
    }

    /** Rows that there must be none of yet, with their first versions. */
    static void create(Connection connection, List<Creation> creations) throws SQLException {
        List<StoredVersion> versions = each(creations, Creation::version);
        Sql.of(
                        connection,
                        "WITH made AS (INSERT INTO record_row (id, kind, scope, name)"
                                + " SELECT * FROM unnest(?::uuid[], ?::text[], ?::bytea[], ?::text[]))"
                                + " INSERT INTO record (leaf_id, row_id, version, org, state,"
                                + " document, salt, lookup, created_at)"
                                + " SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::bytea[], ?::text[],"
                                + " ?::bytea[], ?::bytea[], ?::bytea[], ?::timestamptz[])")
                .withUuids(each(versions, StoredVersion::row))
                .withTexts(each(creations, creation -> creation.kind().type()))
                .withBytes(each(creations, Creation::scope))
                .withTexts(each(creations, Creation::name))
                .withUuids(each(versions, StoredVersion::leafId))
                .withUuids(each(versions, StoredVersion::row))
                .withLongs(each(versions, StoredVersion::version))
                .withBytes(each(versions, StoredVersion::org))
                .withTexts(each(versions, version -> version.state().text()))
                .withBytes(each(versions, StoredVersion::document))
                .withBytes(each(versions, StoredVersion::salt))
                .withOptionals(
                        "bytea", each(creations, creation -> creation.lookup().map(Bytes::toArray)))
                .withTimes(each(creations, Creation::time))
                .update();
    }

    private static <S, T> List<T> each(List<S> all, Function<S, T> part) {
        return all.stream().map(part).toList();
    }

    static void insertReference(Connection connection, UUID leafId, UUID target)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO record_reference (leaf_id, target) VALUES (?, ?)"
                                + " ON CONFLICT DO NOTHING")
                .with(leafId)
                .with(target)
                .update();
    }

    /** Forgets a version whose leaf was refused. */
    static void delete(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM record WHERE leaf_id = ?").with(leafId).update();
    }

    private static StoredVersion version(Row row) throws SQLException {
        return new StoredVersion(
                row.uuid("leaf_id"),
                row.uuid("row_id"),
                row.number("version"),
                row.bytes("org"),
                "set".equals(row.text("state")) ? RecordState.SET : RecordState.REMOVED,
                row.bytes("document"),
                row.bytes("salt"));
    }
}
