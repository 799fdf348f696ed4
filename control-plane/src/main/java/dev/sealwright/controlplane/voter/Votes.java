package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.note.NoteKey;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last vote of each voter, so that one that lost its state is shown what it forgot; and which
 * of them did.
 */
@Singleton
public final class Votes {
    private final Storage storage;

    Votes(Storage storage) {
        this.storage = storage;
    }

    /** How a voter is named here: name and key id of its lines. */
    static String id(NoteKey key) {
        return key.name() + "+" + key.id().hex();
    }

    /** Keeps the vote unless a later one is kept. */
    void store(NoteKey voter, Vote vote) {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "INSERT INTO voter_vote AS old (voter, size, note)"
                                                + " VALUES (?, ?, ?) ON CONFLICT (voter) DO UPDATE"
                                                + " SET size = excluded.size, note = excluded.note"
                                                + " WHERE old.size < excluded.size")
                                .with(id(voter))
                                .with(vote.size())
                                .with(vote.note().encode())
                                .update());
    }

    /** The notes of all last votes. */
    List<String> notes() {
        return storage.read(
                connection ->
                        Sql.of(connection, "SELECT note FROM voter_vote ORDER BY voter")
                                .list(row -> row.text("note")));
    }

    /** In the caller's transaction: the voter never signs again; whether that was not known yet. */
    boolean lose(NoteKey voter, Vote last) {
        return storage.join(
                connection ->
                        Sql.of(
                                                connection,
                                                "INSERT INTO voter_vote AS old"
                                                        + " (voter, size, note, lost)"
                                                        + " VALUES (?, ?, ?, true)"
                                                        + " ON CONFLICT (voter) DO UPDATE"
                                                        + " SET lost = true WHERE NOT old.lost")
                                        .with(id(voter))
                                        .with(last.size())
                                        .with(last.note().encode())
                                        .update()
                                == 1);
    }

    /** The voters that never sign again. */
    Set<String> lostOnes() {
        return new HashSet<>(
                storage.read(
                        connection ->
                                Sql.of(connection, "SELECT voter FROM voter_vote WHERE lost")
                                        .list(row -> row.text("voter"))));
    }
}
