package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which entries somebody wants to see.
 *
 * @param org tag; empty for all organisations and the system's own
 * @param kind type of the leaf, or what happened for events
 * @param actor as {@link Actor} names him
 * @param since inclusive
 * @param until exclusive
 * @param after index to continue after
 * @param newestFirst whether the order is that of the log or its reverse
 */
public record AuditQuery(
        Optional<Bytes> org,
        Optional<String> kind,
        Optional<String> actor,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Long> after,
        boolean newestFirst,
        int limit) {

    /** Every entry after an index, in order, so many. */
    public static AuditQuery all(long after, int limit) {
        return new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(after),
                false,
                limit);
    }

    /** An entry with what is kept of it beside the log. */
    public record Audited(Entry entry, Optional<Opening> opening, Optional<String> actor) {}

    /** Nothing that is not signed. */
    public List<Audited> run(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT e.index, e.id, e.leaf, e.leaf_hash, e.type, e.time, e.org, e.org_seq, e.org_prev_hash, e.lasting,"
                                + " d.salt, d.detail, a.actor"
                                + " FROM log_entry e JOIN log_released r ON r.id = e.id"
                                + " LEFT JOIN log_event_detail d ON d.leaf_id = e.id"
                                + " LEFT JOIN log_actor a ON a.leaf_id = e.id"
                                + " WHERE "
                                + (newestFirst ? "e.index < ?" : "e.index > ?")
                                + " AND (?::bytea IS NULL OR e.org = ?::bytea)"
                                + " AND (?::text IS NULL OR e.type = ?::text)"
                                + " AND (?::bytea IS NULL OR position(?::bytea IN e.leaf) > 0)"
                                + " AND (?::text IS NULL OR a.actor = ?::text)"
                                + " AND (?::timestamptz IS NULL OR e.time >= ?::timestamptz)"
                                + " AND (?::timestamptz IS NULL OR e.time < ?::timestamptz)"
                                + " ORDER BY e.index"
                                + (newestFirst ? " DESC" : "")
                                + " LIMIT ?")
                .with(after.orElse(newestFirst ? Long.MAX_VALUE : -1L))
                .with(org)
                .with(org)
                .with(type())
                .with(type())
                .with(eventField())
                .with(eventField())
                .with(actor)
                .with(actor)
                .with(since)
                .with(since)
                .with(until)
                .with(until)
                .with(limit)
                .list(AuditQuery::read);
    }

    private Optional<String> type() {
        return event().map(event -> "event").or(() -> kind);
    }

    private Optional<EventKind> event() {
        return kind.flatMap(
                text ->
                        Arrays.stream(EventKind.values())
                                .filter(event -> event.text().equals(text))
                                .findFirst());
    }

    /** The field that says in an event's leaf what happened, as it is encoded there. */
    private Optional<Bytes> eventField() {
        return event().map(
                        event ->
                                Bytes.concat(
                                        CborWriter.encode(CborValue.of("kind")),
                                        CborWriter.encode(CborValue.of(event.text()))));
    }

    private static Audited read(Row row) throws SQLException {
        Optional<Bytes> salt = row.optionalBytes("salt");
        Optional<Opening> opening =
                row.optionalBytes("detail")
                        .flatMap(detail -> salt.map(given -> new Opening(given, detail)));
        return new Audited(Entries.entry(row), opening, row.optionalText("actor"));
    }
}
