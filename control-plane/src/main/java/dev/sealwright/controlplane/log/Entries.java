package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The leaves with their indexes. */
final class Entries {
    private static final String COLUMNS =
            "index, id, leaf, leaf_hash, type, time, org, org_seq, org_prev_hash, lasting";

    private Entries() {}

    static Sql insertion(Connection connection, List<Entry> entries) throws SQLException {
        return Sql.of(
                        connection,
                        "INSERT INTO log_entry ("
                                + COLUMNS
                                + ") SELECT * FROM unnest(?::bigint[], ?::uuid[],"
                                + " ?::bytea[], ?::bytea[], ?::text[], ?::timestamptz[], ?::bytea[], ?::bigint[],"
                                + " ?::bytea[], ?::boolean[])")
                .withLongs(entries.stream().map(Entry::index).toList())
                .withUuids(entries.stream().map(Entry::id).toList())
                .withBytes(entries.stream().map(Entry::leaf).toList())
                .withBytes(entries.stream().map(Entry::leafHash).toList())
                .withTexts(entries.stream().map(Entry::type).toList())
                .withTimes(entries.stream().map(Entry::time).toList())
                .withBytes(entries.stream().map(Entry::org).toList())
                .withLongs(entries.stream().map(Entry::orgSeq).toList())
                .withBytes(entries.stream().map(Entry::orgPrevHash).toList())
                .withFlags(entries.stream().map(Entry::lasting).toList());
    }

    /** Where the chains of these organisations end. */
    static Map<Bytes, OrgChain> chains(Connection connection, List<Bytes> orgs)
            throws SQLException {
        Map<Bytes, OrgChain> chains = new HashMap<>();
        Sql.of(
                        connection,
                        "SELECT last.* FROM unnest(?::bytea[]) AS wanted (org) CROSS JOIN LATERAL (SELECT "
                                + COLUMNS
                                + " FROM log_entry WHERE org = wanted.org ORDER BY org_seq DESC LIMIT 1) last")
                .withBytes(orgs)
                .each(row -> chains.put(row.bytes("org"), entry(row).chainAfter()));
        return chains;
    }

    static Optional<Entry> find(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, "SELECT " + COLUMNS + " FROM log_entry WHERE id = ?")
                .with(id)
                .first(Entries::entry);
    }

    static Optional<Entry> at(Connection connection, long index) throws SQLException {
        return Sql.of(connection, "SELECT " + COLUMNS + " FROM log_entry WHERE index = ?")
                .with(index)
                .first(Entries::entry);
    }

    /** The entries with indexes from {@code from} up to {@code to}, exclusive, in order. */
    static List<Entry> range(Connection connection, long from, long to) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT "
                                + COLUMNS
                                + " FROM log_entry WHERE index >= ? AND index < ? ORDER BY index")
                .with(from)
                .with(to)
                .list(Entries::entry);
    }

    static void each(Connection connection, Sql.RowConsumer consumer) throws SQLException {
        Sql.of(connection, "SELECT " + COLUMNS + " FROM log_entry ORDER BY index").each(consumer);
    }

    static Entry entry(Row row) throws SQLException {
        return new Entry(
                row.number("index"),
                row.uuid("id"),
                row.bytes("leaf"),
                row.bytes("leaf_hash"),
                row.text("type"),
                row.time("time"),
                row.bytes("org"),
                row.number("org_seq"),
                row.bytes("org_prev_hash"),
                row.flag("lasting"));
    }
}
