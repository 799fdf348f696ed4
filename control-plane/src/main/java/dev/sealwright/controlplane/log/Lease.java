package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Row;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The row that says which replica sequences the log, until when by the database's clock. Losing it
 * unnoticed costs work, never the log: every head moves by compare-and-swap.
 */
@Singleton
final class Lease {
    private final Storage storage;
    private final Replica replica;

    Lease(Storage storage, Replica replica) {
        this.storage = storage;
        this.replica = replica;
    }

    /**
     * Who holds it.
     *
     * @param term grows with each change of the holder
     * @param holder name of the replica; empty when nobody holds it now
     */
    record State(long term, Optional<String> holder) {}

    static State read(Connection connection) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT term, CASE WHEN expires > clock_timestamp() THEN name END AS name"
                                + " FROM log_lease WHERE singleton")
                .only(Lease::state);
    }

    private static State state(Row row) throws SQLException {
        return new State(row.number("term"), row.optionalText("name"));
    }

    /** Whether nobody holds it; takes no lock. */
    boolean isFree() {
        return storage.read(Lease::read).holder().isEmpty();
    }

    /**
     * Takes it when it is free, prolongs it when this replica holds it.
     *
     * @return the term; empty when another replica holds it
     */
    Optional<Long> hold(Duration span) {
        return storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "UPDATE log_lease SET term = CASE WHEN holder = ? THEN term"
                                                + " ELSE term + 1 END, holder = ?, name = ?, expires ="
                                                + " clock_timestamp() + ? * interval '1 millisecond'"
                                                + " WHERE singleton AND (holder = ?"
                                                + " OR expires <= clock_timestamp()) RETURNING term")
                                .with(replica.id())
                                .with(replica.id())
                                .with(replica.name())
                                .with(span.toMillis())
                                .with(replica.id())
                                .first(row -> row.number("term")));
    }

    /** Gives it up for others to take at once; nothing when this replica does not hold it. */
    void release() {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "UPDATE log_lease SET holder = NULL, name = NULL, expires ="
                                                + " clock_timestamp() WHERE singleton AND holder = ?")
                                .with(replica.id())
                                .update());
    }
}
