package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The rows that say where the log stands. */
final class Heads {
    private static final String COLUMNS = "origin, size, frontier, root, signed_size";
    private static final String ROW = " FROM log_head WHERE singleton";
    private static final String HEAD = "SELECT " + COLUMNS + ROW;

    private Heads() {}

    static Optional<LogHead> find(Connection connection) throws SQLException {
        return Sql.of(connection, HEAD).first(Heads::head);
    }

    static LogHead read(Connection connection) throws SQLException {
        return Sql.of(connection, HEAD).only(Heads::head);
    }

    /** Reads the head and keeps every other writer out until the transaction ends. */
    static LogHead lock(Connection connection) throws SQLException {
        return locked(Sql.of(connection, HEAD + " FOR UPDATE"));
    }

    /**
     * The same for one that waits for others meanwhile.
     *
     * @param longest the database ends the transaction when it is asked for nothing for so long, so
     *     that a replica that was stopped in the middle of it keeps nobody out
     */
    static LogHead lock(Connection connection, Duration longest) throws SQLException {
        return locked(
                Sql.of(
                                connection,
                                "SELECT "
                                        + COLUMNS
                                        + ", set_config('idle_in_transaction_session_timeout', ?, true)"
                                        + ROW
                                        + " FOR UPDATE")
                        .with(longest.toMillis() + "ms"));
    }

    private static LogHead locked(Sql row) throws SQLException {
        LogHead head = row.only(Heads::head);
        if (head.frontier().size() != head.size()) {
            throw new BrokenLogException("the stored head contradicts itself");
        }
        return head;
    }

    /** Makes the head of an empty log; false if there is a head already. */
    static boolean create(Connection connection, String origin) throws SQLException {
        return Sql.of(
                                connection,
                                "INSERT INTO log_head (singleton, origin, size, frontier, root, signed_size)"
                                        + " VALUES (true, ?, 0, ?, ?, 0) ON CONFLICT DO NOTHING")
                        .with(origin)
                        .with(Frontier.EMPTY.encode())
                        .with(Frontier.EMPTY.root())
                        .update()
                == 1;
    }

    /**
     * Moves a signed head from {@code before} to {@code after}; changes no row if it no longer
     * stands at {@code before}.
     */
    static Sql moving(Connection connection, long before, Frontier after) {
        return Sql.of(
                        connection,
                        "UPDATE log_head SET size = ?, frontier = ?, root = ?"
                                + " WHERE singleton AND size = ? AND signed_size = ?")
                .with(after.size())
                .with(after.encode())
                .with(after.root())
                .with(before)
                .with(before);
    }

    /** Stores the signature of a committed head, once. */
    static Sql signing(Connection connection, SignedCheckpoint checkpoint) {
        return Sql.of(
                        connection,
                        "INSERT INTO log_checkpoint (size, root, note) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .with(checkpoint.size())
                .with(checkpoint.root())
                .with(checkpoint.note())
                .then(
                        Sql.of(
                                        connection,
                                        "UPDATE log_head SET signed_size = size"
                                                + " WHERE singleton AND size = ? AND root = ?")
                                .with(checkpoint.size())
                                .with(checkpoint.root()));
    }

    /** The last signed checkpoint, of exactly the signed size. */
    static Optional<SignedHead> signed(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT c.size, c.root, c.note FROM log_checkpoint c JOIN log_head h ON c.size = h.signed_size")
                .first(Heads::signedHead);
    }

    /** The checkpoint of this size. */
    static Optional<SignedHead> of(Connection connection, long size) throws SQLException {
        return Sql.of(connection, "SELECT size, root, note FROM log_checkpoint WHERE size = ?")
                .with(size)
                .first(Heads::signedHead);
    }

    /** The largest checkpoint of this origin. */
    static Optional<SignedHead> largest(Connection connection, String origin) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT size, root, note FROM log_checkpoint WHERE starts_with(note, ?)"
                                + " ORDER BY size DESC LIMIT 1")
                .with(origin + "\n")
                .first(Heads::signedHead);
    }

    static SignedHead signedHead(Row row) throws SQLException {
        return new SignedHead(row.number("size"), row.bytes("root"), Note.parse(row.text("note")));
    }

    private static LogHead head(Row row) throws SQLException {
        return new LogHead(
                row.text("origin"),
                row.number("size"),
                Frontier.decode(row.bytes("frontier")),
                row.bytes("root"),
                row.number("signed_size"));
    }
}
