package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.leaf.EventKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The statements of retention. They touch what stands beside the log and nothing that a right rests
 * on: no leaf, no hash, no row of another room.
 */
final class Prunings {
    /** The field of a leaf that says it tells of retention: such a leaf keeps its detail. */
    private static final Bytes TELLING =
            Bytes.concat(
                    CborWriter.encode(CborValue.of("kind")),
                    CborWriter.encode(CborValue.of(EventKind.RETENTION_PRUNED.text())));

    private Prunings() {}

    /** An organisation's entries that have something to lose. */
    record Old(Bytes org, long from, long to) {}

    /**
     * What is to be kept: entries from these ids on.
     *
     * @param own UUIDv7 by organisation
     * @param others of all other organisations
     */
    record Kept(Map<Bytes, UUID> own, UUID others) {
        private static final int MILLIS_SHIFT = 16;

        /** Smaller than any id. */
        static final UUID ALL = new UUID(0, 0);

        Kept {
            own = Map.copyOf(own);
        }

        /** The smallest id that an entry may have that is kept so many days. */
        static UUID from(Instant now, int days) {
            if (days == RetentionSettings.FOR_EVER) {
                return ALL;
            }
            Instant oldest = now.minus(Duration.ofDays(days)).minus(Retention.SKEW);
            return new UUID(oldest.toEpochMilli() << MILLIS_SHIFT, 0);
        }

        /** Whether nothing is to go. */
        boolean all() {
            return last().equals(ALL);
        }

        /** Before which everything is that is to go. */
        private UUID last() {
            return Stream.concat(own.values().stream(), Stream.of(others))
                    .max(Comparator.comparingLong(UUID::getMostSignificantBits))
                    .orElseThrow();
        }
    }

    /** The oldest entries that are not to be kept, at most so many. */
    static List<Old> old(Connection connection, Kept kept, int most) throws SQLException {
        List<Map.Entry<Bytes, UUID>> own = List.copyOf(kept.own().entrySet());
        return Sql.of(
                        connection,
                        "SELECT org, min(index) AS first, max(index) + 1 AS past FROM ("
                                + "SELECT e.org, e.index FROM ("
                                + "SELECT leaf_id FROM log_event_detail WHERE leaf_id < ?"
                                + " UNION SELECT leaf_id FROM log_actor WHERE leaf_id < ?) kept"
                                + " JOIN log_entry e ON e.id = kept.leaf_id"
                                + " JOIN log_released r ON r.id = e.id"
                                + " LEFT JOIN unnest(?::bytea[], ?::uuid[]) own (org, first)"
                                + " ON own.org = e.org"
                                + " WHERE e.id < coalesce(own.first, ?) AND position(?::bytea IN e.leaf) = 0 AND NOT EXISTS ("
                                + "SELECT 1 FROM log_pruning p WHERE p.org = e.org AND NOT p.done"
                                + " AND e.index >= p.from_index AND e.index < p.to_index)"
                                + " ORDER BY e.index LIMIT ?) old GROUP BY org")
                .with(kept.last())
                .with(kept.last())
                .withBytes(own.stream().map(Map.Entry::getKey).toList())
                .withUuids(own.stream().map(Map.Entry::getValue).toList())
                .with(kept.others())
                .with(TELLING)
                .with(most)
                .list(row -> new Old(row.bytes("org"), row.number("first"), row.number("past")));
    }

    static void insert(Connection connection, Pruning pruning) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_pruning ("
                                + Pruning.COLUMNS
                                + ", done) VALUES (?, ?, ?, ?, ?, false)")
                .with(pruning.leafId())
                .with(pruning.org())
                .with(pruning.from())
                .with(pruning.to())
                .with((long) pruning.days())
                .update();
    }

    /** Those whose rows may still be there. */
    static List<Pruning> begun(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT "
                                + Pruning.COLUMNS
                                + " FROM log_pruning WHERE NOT done ORDER BY from_index")
                .list(Pruning::read);
    }

    /** Those that the signed log tells of. */
    static List<Pruning> released(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT p."
                                + Pruning.COLUMNS.replace(", ", ", p.")
                                + " FROM log_pruning p JOIN log_released r ON r.id = p.leaf_id"
                                + " ORDER BY p.from_index")
                .list(Pruning::read);
    }

    /** Takes some of it away; returns how many rows went. */
    static int prune(Connection connection, Pruning pruning, int most) throws SQLException {
        return prune(connection, "log_event_detail", pruning, most)
                + prune(connection, "log_actor", pruning, most);
    }

    private static int prune(Connection connection, String table, Pruning pruning, int most)
            throws SQLException {
        return Sql.of(
                        connection,
                        "DELETE FROM "
                                + table
                                + " WHERE leaf_id IN (SELECT kept.leaf_id FROM log_entry e JOIN "
                                + table
                                + " kept ON kept.leaf_id = e.id WHERE e.org = ? AND e.index >= ?"
                                + " AND e.index < ? AND position(?::bytea IN e.leaf) = 0 LIMIT ?)")
                .with(pruning.org())
                .with(pruning.from())
                .with(pruning.to())
                .with(TELLING)
                .with(most)
                .update();
    }

    static void done(Connection connection, Pruning pruning) throws SQLException {
        Sql.of(connection, "UPDATE log_pruning SET done = true WHERE leaf_id = ?")
                .with(pruning.leafId())
                .update();
    }

    /** Its event never got into the log. */
    static void forget(Connection connection, Pruning pruning) throws SQLException {
        Sql.of(connection, "DELETE FROM log_pruning WHERE leaf_id = ? AND NOT done")
                .with(pruning.leafId())
                .update();
    }
}
