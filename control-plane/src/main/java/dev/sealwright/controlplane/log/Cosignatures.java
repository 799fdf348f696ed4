package dev.sealwright.controlplane.log;

import static java.util.stream.Collectors.toSet;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checkpoints with what witnesses put under them. Whoever stores a line has verified it; readers
 * verify again.
 */
@Singleton
public final class Cosignatures {
    private final Storage storage;

    Cosignatures(Storage storage) {
        this.storage = storage;
    }

    /** How a witness is named here: name and key id of its lines. */
    public static String witness(NoteSignature line) {
        return line.name() + "+" + line.keyId().hex();
    }

    /** The last signed checkpoint with the cosignatures it has by now. */
    public Optional<SignedHead> newest() {
        return storage.read(connection -> cosigned(connection, 0));
    }

    /** The checkpoint of this size, as it was signed. */
    public Optional<SignedHead> of(long size) {
        return storage.read(connection -> Heads.of(connection, size));
    }

    /** The newest checkpoint that at least so many witnesses cosigned. */
    public Optional<SignedHead> newest(int witnesses) {
        return storage.read(connection -> cosigned(connection, witnesses));
    }

    static Optional<SignedHead> cosigned(Connection connection, int witnesses) throws SQLException {
        Optional<SignedHead> head =
                witnesses <= 0 ? Heads.signed(connection) : of(connection, witnesses);
        return head.isEmpty() ? head : Optional.of(with(head.get(), lines(connection, head.get())));
    }

    private static Optional<SignedHead> of(Connection connection, int witnesses)
            throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT size, root, note FROM log_checkpoint WHERE size = (SELECT size"
                                + " FROM log_cosignature WHERE size > "
                                + EpochTable.BASE
                                + " GROUP BY size HAVING count(*) >= ?"
                                + " ORDER BY size DESC LIMIT 1)")
                .with(witnesses)
                .first(Heads::signedHead);
    }

    private static List<String> lines(Connection connection, SignedHead head) throws SQLException {
        return Sql.of(
                        connection,
                        "SELECT line FROM log_cosignature WHERE size = ? ORDER BY witness")
                .with(head.size())
                .list(row -> row.text("line"));
    }

    private static SignedHead with(SignedHead head, List<String> lines) {
        List<NoteSignature> signatures = new ArrayList<>(head.note().signatures());
        Set<String> voted = signatures.stream().map(Cosignatures::witness).collect(toSet());
        lines.stream()
                .map(NoteSignature::parse)
                .filter(line -> !voted.contains(witness(line)))
                .limit(Note.MAX_SIGNATURES - signatures.size())
                .forEach(signatures::add);
        return new SignedHead(head.size(), head.root(), new Note(head.note().text(), signatures));
    }

    /** Stores a verified line under the checkpoint of that size, unless there is one already. */
    public void store(long size, NoteSignature line) {
        storage.write(
                connection ->
                        Sql.of(
                                        connection,
                                        "INSERT INTO log_cosignature (size, witness, line)"
                                                + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                                .with(size)
                                .with(witness(line))
                                .with(line.line())
                                .update());
    }

    /** The largest size that a witness cosigned in this epoch; 0 when none. */
    public long last(String witness) {
        return storage.read(
                connection ->
                        Sql.of(
                                        connection,
                                        "SELECT coalesce(max(size), 0) AS size FROM log_cosignature"
                                                + " WHERE witness = ? AND size > "
                                                + EpochTable.BASE)
                                .with(witness)
                                .only(row -> row.number("size")));
    }

    /** Proof that the log of one size begins with that of an older one. */
    public List<Bytes> consistency(long older, long newer) {
        return storage.read(
                connection ->
                        ConsistencyProof.compute(
                                older, newer, new StoredHashes(Tiles.reader(connection))));
    }

    /** The root over so many of the stored leaves, signed or not yet; empty if there are fewer. */
    public Optional<Bytes> root(long size) {
        return storage.read(
                connection ->
                        size > Heads.read(connection).size()
                                ? Optional.empty()
                                : Optional.of(
                                        new StoredHashes(Tiles.reader(connection)).root(size)));
    }
}
