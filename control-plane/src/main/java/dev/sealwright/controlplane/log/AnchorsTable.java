package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Anchors that replace others within their epoch. */
final class AnchorsTable {
    private AnchorsTable() {}

    /**
     * A change that is signed.
     *
     * @param replaced the document before
     * @param size of the checkpoint that its leaf is the last of: voters of the document before
     *     sign up to here
     */
    record Change(String origin, long version, Bytes document, Bytes replaced, long size) {}

    /** An earlier attempt whose leaf was refused gives way. */
    static void put(
            Connection connection, VerifiedAnchors next, VerifiedAnchors replaced, UUID leaf)
            throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO log_anchors (origin, version, document, replaced, leaf_id)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin, version) DO UPDATE"
                                + " SET document = excluded.document,"
                                + " replaced = excluded.replaced, leaf_id = excluded.leaf_id")
                .with(next.origin())
                .with(next.content().version())
                .with(next.document())
                .with(replaced.document())
                .with(leaf)
                .update();
    }

    /** Those of all epochs, oldest first. */
    static List<Change> signed(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT a.origin, a.version, a.document, a.replaced, e.index + 1 AS size"
                                + " FROM log_anchors a JOIN log_entry e ON e.id = a.leaf_id"
                                + " JOIN log_head h ON e.index < h.signed_size"
                                + " ORDER BY a.version")
                .list(AnchorsTable::change);
    }

    /** Those whose leaf is on its way, or was refused. */
    static List<Bytes> proposed(Connection connection, String origin) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT a.document FROM log_anchors a"
                                + " CROSS JOIN log_head h"
                                + " LEFT JOIN log_entry e ON e.id = a.leaf_id"
                                + " WHERE a.origin = ? AND coalesce(e.index >= h.signed_size, true)"
                                + " ORDER BY a.version")
                .with(origin)
                .list(row -> row.bytes("document"));
    }

    private static Change change(Row row) throws SQLException {
        return new Change(
                row.text("origin"),
                row.number("version"),
                row.bytes("document"),
                row.bytes("replaced"),
                row.number("size"));
    }

    /** The document of this version that was in force once, or is. */
    static Optional<Bytes> document(Connection connection, long version) throws SQLException {
        for (Change change : signed(connection)) {
            if (change.version() == version) {
                return Optional.of(change.document());
            }
            if (change.version() == version + 1) {
                return Optional.of(change.replaced());
            }
        }
        return Optional.empty();
    }

    /**
     * The anchors in force with all before them, of this epoch and of closed ones.
     *
     * @param start that the key service started with; others may be in force since
     */
    static AnchorsChain chain(Connection connection, VerifiedAnchors start) throws SQLException {
        return chain(connection, signed(connection), start);
    }

    /** The same where the changes were read already. */
    static AnchorsChain chain(Connection connection, List<Change> changes, VerifiedAnchors start)
            throws SQLException {
        AnchorsChain chain = EpochTable.chain(connection, newest(changes, start));
        for (Change change : changes.reversed()) {
            boolean leads =
                    chain.oldest(change.origin())
                            .filter(oldest -> oldest.document().equals(change.document()))
                            .isPresent();
            chain = leads ? chain.replacing(change.replaced(), change.size()) : chain;
        }
        return chain;
    }

    private static VerifiedAnchors newest(List<Change> changes, VerifiedAnchors start) {
        return changes.reversed().stream()
                .filter(each -> each.origin().equals(start.origin()))
                .filter(each -> each.version() > start.content().version())
                .findFirst()
                .map(each -> AnchorsDocument.verifyIssued(each.document(), start.pin()))
                .orElse(start);
    }
}
