package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * The part of the log that is signed, for rooms that follow it or join their rows with it. Of this
 * room's tables and views another's statement names {@code log_released} (id) alone.
 */
@Singleton
public final class SignedLog {
    private final Storage storage;
    private final SignedSize size;

    SignedLog(Storage storage, SignedSize size) {
        this.storage = storage;
        this.size = size;
    }

    /**
     * A clause that keeps the rows of a query whose leaf is signed.
     *
     * @param leafId column with the id of the leaf
     */
    public static String joined(String leafId) {
        return " JOIN log_released released ON released.id = " + leafId;
    }

    /**
     * How far it is signed: at least as far as it was when the present request came in, or, outside
     * of any, when this was asked.
     */
    public long size() {
        return size.now();
    }

    /** The text of the newest checkpoint, as it is stored: nobody has verified it. */
    public Optional<String> newestCheckpoint() {
        return storage.look(
                connection ->
                        Sql.of(
                                        connection,
                                        "SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT"
                                                + " 1")
                                .first(row -> row.text("note")));
    }

    /** How many checkpoints there are. */
    public long checkpoints() {
        return storage.read(
                connection ->
                        Sql.of(connection, "SELECT count(*) AS n FROM log_checkpoint")
                                .only(row -> row.number("n")));
    }

    /** Stored leaves in order, from one index to before another. */
    public List<StoredLeaf> leaves(long from, long to) {
        return storage.look(
                connection ->
                        Sql.of(
                                        connection,
                                        "SELECT "
                                                + StoredLeaf.COLUMNS
                                                + " FROM log_entry WHERE index >= ? AND index < ?"
                                                + " ORDER BY index")
                                .with(from)
                                .with(to)
                                .list(StoredLeaf::read));
    }
}
