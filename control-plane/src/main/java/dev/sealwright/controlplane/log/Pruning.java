package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.protocol.Bytes;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/**
 * Details and actors of an organisation's entries that went, or will go.
 *
 * @param leafId of the event that says so
 * @param from index, inclusive
 * @param to exclusive
 * @param days the retention that asked for it
 */
record Pruning(UUID leafId, Bytes org, long from, long to, int days) {
    static final String COLUMNS = "leaf_id, org, from_index, to_index, days";

    /** What the event tells. */
    Bytes detail() {
        return Bytes.utf8(
                String.format(
                        Locale.ROOT,
                        "{\"from_index\":%d,\"to_index\":%d,\"retention_days\":%d,"
                                + "\"reason\":\"configured retention\"}",
                        from,
                        to,
                        days));
    }

    static Pruning read(Row row) throws SQLException {
        return new Pruning(
                row.uuid("leaf_id"),
                row.bytes("org"),
                row.number("from_index"),
                row.number("to_index"),
                Math.toIntExact(row.number("days")));
    }
}
