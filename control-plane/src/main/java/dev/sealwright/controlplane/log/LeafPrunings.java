package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.PruningBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements that take bytes of leaves away. No hash and no leaf that lasts is touched. */
final class LeafPrunings {
    private LeafPrunings() {}

    /** What a pruning leaf in the signed log told, according to the table. */
    record Told(UUID leafId, PruningBody body, boolean done) {
        static Told read(Row row) throws SQLException {
            return new Told(
                    row.uuid("leaf_id"),
                    new PruningBody(
                            row.number("minimum"), row.number("size"), row.bytes("lasting")),
                    row.flag("done"));
        }

        LastingLeaves.At at() {
            return new LastingLeaves.At(body.size(), body.lastingHead(), 0);
        }
    }

    /** The last one that is in the signed log. */
    static Optional<Told> last(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT p.leaf_id, p.minimum, p.size, p.lasting, p.done FROM log_leaf_pruning p"
                                + " JOIN log_released r ON r.id = p.leaf_id ORDER BY p.size DESC LIMIT 1")
                .first(Told::read);
    }

    /** Those whose bytes may still be there. */
    static List<UUID> begun(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT leaf_id FROM log_leaf_pruning WHERE NOT done ORDER BY size")
                .list(row -> row.uuid("leaf_id"));
    }

    /** The index of the first entry of such an id, or a larger one. */
    static Optional<Long> firstFrom(Connection connection, UUID id) throws SQLException {
        return Sql.of(connection, "SELECT index FROM log_entry WHERE id >= ? ORDER BY id LIMIT 1")
                .with(id)
                .first(row -> row.number("index"));
    }

    /** Shows the chain the entries up to this size. */
    static void follow(Connection connection, LastingLeaves chain, long size) throws SQLException {
        Sql.of(
                        connection,
                        "SELECT lasting, leaf_hash FROM log_entry WHERE index >= ? AND index < ?"
                                + " ORDER BY index")
                .with(chain.at().size())
                .with(size)
                .each(row -> chain.add(row.flag("lasting"), row.bytes("leaf_hash")));
    }

    static void insert(Connection connection, UUID leafId, PruningBody body) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_leaf_pruning (leaf_id, minimum, size, lasting, done)"
                                + " VALUES (?, ?, ?, ?, false)")
                .with(leafId)
                .with(body.minimum())
                .with(body.size())
                .with(body.lastingHead())
                .update();
    }

    /**
     * Takes the bytes of leaves in a range that do not last. Those stay that something is kept
     * beside, which could not be verified any more, and the newest one of each organisation, which
     * the next one is chained to. Returns how many went.
     */
    static int prune(Connection connection, long from, long to) throws SQLException {
        return Sql.of(
                        connection,
                        "UPDATE log_entry e SET leaf = ''::bytea WHERE index >= ? AND index < ?"
                                + " AND NOT lasting AND octet_length(leaf) > 0"
                                + " AND NOT EXISTS (SELECT 1 FROM log_event_detail d WHERE d.leaf_id = e.id)"
                                + " AND NOT EXISTS (SELECT 1 FROM log_actor a WHERE a.leaf_id = e.id)"
                                + " AND EXISTS (SELECT 1 FROM log_entry next"
                                + " WHERE next.org = e.org AND next.org_seq = e.org_seq + 1)")
                .with(from)
                .with(to)
                .update();
    }

    /** Where the last one that is done ended. */
    static long goneBefore(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT coalesce(max(minimum), 0) AS gone FROM log_leaf_pruning WHERE done")
                .only(row -> row.number("gone"));
    }

    static void done(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "UPDATE log_leaf_pruning SET done = true WHERE leaf_id = ?")
                .with(leafId)
                .update();
    }

    /** Its leaf never got into the log. */
    static void forget(Connection connection, UUID leafId) throws SQLException {
        Sql.of(connection, "DELETE FROM log_leaf_pruning WHERE leaf_id = ? AND NOT done")
                .with(leafId)
                .update();
    }
}
