package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** How far each sink has taken the log, for all replicas on one database. */
@Singleton
class Positions {
    private final Storage storage;

    Positions(Storage storage) {
        this.storage = storage;
    }

    /**
     * What is to be sent.
     *
     * @param next first index
     * @param to the index behind the last; equal to {@code next} when there is nothing
     */
    record Claim(long next, long to) {}

    /** Makes a place at the first entry for a sink that has none. */
    void begin(String sink) {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "INSERT INTO stream_position (sink, next_index, claimed_to)"
                                                + " VALUES (?, 0, 0) ON CONFLICT DO NOTHING")
                                .with(sink)
                                .update());
    }

    /**
     * Takes or renews the lease and says what is to be sent: the range that was begun and not
     * acknowledged, as it was; else the next one.
     *
     * @param size how far the log is signed
     * @param most so many entries
     * @return empty while another replica holds the lease
     */
    Optional<Claim> claim(String sink, UUID holder, long size, int most, Duration lease) {
        return storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "UPDATE stream_position SET holder = ?,"
                                                + " lease_until = now() + ? * interval '1 second',"
                                                + " claimed_to = CASE WHEN claimed_to > next_index"
                                                + " THEN claimed_to ELSE"
                                                + " greatest(next_index, least(next_index + ?, ?))"
                                                + " END WHERE sink = ? AND (holder = ? OR holder IS"
                                                + " NULL OR lease_until < now())"
                                                + " RETURNING next_index, claimed_to")
                                .with(holder)
                                .with(lease.toSeconds())
                                .with((long) most)
                                .with(size)
                                .with(sink)
                                .with(holder)
                                .first(
                                        row ->
                                                new Claim(
                                                        row.number("next_index"),
                                                        row.number("claimed_to"))));
    }

    /** The claim was acknowledged. False if another replica took the lease meanwhile. */
    boolean advance(String sink, UUID holder, Claim done) {
        return storage.write(
                        connection ->
                                Sql.of(
                                                connection,
                                                "UPDATE stream_position SET next_index = claimed_to"
                                                        + " WHERE sink = ? AND holder = ? AND"
                                                        + " next_index = ? AND claimed_to = ?")
                                        .with(sink)
                                        .with(holder)
                                        .with(done.next())
                                        .with(done.to())
                                        .update())
                == 1;
    }

    /** Lets another replica go on at once. */
    void release(String sink, UUID holder) {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "UPDATE stream_position SET holder = NULL WHERE sink = ?"
                                                + " AND holder = ?")
                                .with(sink)
                                .with(holder)
                                .update());
    }

    /** The first entry that the sink has not acknowledged. */
    long next(String sink) {
        return storage.read(
                connection ->
                        Sql.of(connection, "SELECT next_index FROM stream_position WHERE sink = ?")
                                .with(sink)
                                .first(row -> row.number("next_index"))
                                .orElse(0L));
    }
}
