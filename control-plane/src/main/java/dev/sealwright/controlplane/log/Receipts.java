package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.Receipt;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes receipts under the last signed checkpoint. */
@Singleton
final class Receipts {
    private final Storage storage;

    Receipts(Storage storage) {
        this.storage = storage;
    }

    /** What became of the leaf with this id. */
    LeafOutcome outcome(UUID id) {
        return storage.read(
                connection -> {
                    // Pending first: a leaf only ever moves from there to the entries.
                    Optional<LeafOutcome> pending = Pending.outcome(connection, id);
                    return pending.isPresent() ? pending.get() : entry(connection, id);
                });
    }

    private static LeafOutcome entry(Connection connection, UUID id) throws SQLException {
        Optional<Entry> entry = Entries.find(connection, id);
        if (entry.isEmpty()) {
            return new LeafOutcome.Unknown();
        }
        return released(connection, entry.get())
                .<LeafOutcome>map(each -> each)
                .orElseGet(LeafOutcome.Waiting::new);
    }

    /** Under the newest checkpoint that so many witnesses cosigned. */
    Optional<LeafOutcome.Released> at(long index, int witnesses) {
        return storage.read(
                connection -> {
                    Optional<Entry> entry = Entries.at(connection, index);
                    return entry.isEmpty()
                            ? Optional.empty()
                            : released(
                                    connection,
                                    Cosignatures.cosigned(connection, witnesses),
                                    entry.get());
                });
    }

    /** Under the checkpoint of this size. */
    Optional<LeafOutcome.Released> under(long size, long index) {
        return storage.read(
                connection -> {
                    Optional<Entry> entry = Entries.at(connection, index);
                    return entry.isEmpty()
                            ? Optional.empty()
                            : released(connection, Heads.of(connection, size), entry.get());
                });
    }

    private static Optional<LeafOutcome.Released> released(Connection connection, Entry entry)
            throws SQLException {
        return released(connection, Heads.signed(connection), entry);
    }

    private static Optional<LeafOutcome.Released> released(
            Connection connection, Optional<SignedHead> signed, Entry entry) {
        return signed.filter(head -> entry.index() < head.size())
                .map(head -> batch(connection, head, List.of(entry)).getFirst());
    }

    /** A leaf that now counts. */
    record Released(UUID id, LeafOutcome.Released outcome) {}

    /** Those of these entries that the last signed head covers, with their receipts under it. */
    static List<Released> released(Connection connection, List<Entry> entries) throws SQLException {
        Optional<SignedHead> head = entries.isEmpty() ? Optional.empty() : Heads.signed(connection);
        return head.map(
                        signed ->
                                released(
                                        connection,
                                        signed,
                                        entries.stream()
                                                .filter(entry -> entry.index() < signed.size())
                                                .toList()))
                .orElse(List.of());
    }

    private static List<Released> released(
            Connection connection, SignedHead head, List<Entry> entries) {
        return released(Tiles.reader(connection), head, entries);
    }

    /** All these entries, which the head covers, with their receipts. */
    static List<Released> released(TileReader tiles, SignedHead head, List<Entry> entries) {
        List<LeafOutcome.Released> outcomes = batch(tiles, head, entries);
        return IntStream.range(0, entries.size())
                .mapToObj(i -> new Released(entries.get(i).id(), outcomes.get(i)))
                .toList();
    }

    /** The same receipt with every signature that its checkpoint has. */
    Receipt whole(Receipt receipt) {
        return storage.read(connection -> Heads.of(connection, receipt.size()))
                .map(SignedHead::note)
                .map(note -> new Receipt(receipt.index(), receipt.proof(), both(note, receipt)))
                .orElse(receipt);
    }

    /** The stored lines, then what witnesses added to the receipt's. */
    private static Note both(Note stored, Receipt receipt) {
        List<NoteSignature> lines =
                Stream.concat(
                                stored.signatures().stream(),
                                receipt.checkpoint().signatures().stream())
                        .distinct()
                        .limit(Note.MAX_SIGNATURES)
                        .toList();
        return new Note(receipt.checkpoint().text(), lines);
    }

    /** The receipts of entries under one signed head. */
    static List<LeafOutcome.Released> batch(
            Connection connection, SignedHead head, List<Entry> entries) {
        return batch(Tiles.reader(connection), head, entries);
    }

    /**
     * The receipts of entries under one signed head. They go without post-quantum signatures, which
     * would make each of them many times as large.
     */
    private static List<LeafOutcome.Released> batch(
            TileReader tiles, SignedHead head, List<Entry> entries) {
        StoredHashes hashes = new StoredHashes(tiles);
        Note checkpoint = head.note().withoutPostQuantum();
        List<LeafOutcome.Released> released = new ArrayList<>();
        for (Entry entry : entries) {
            Receipt receipt =
                    new Receipt(
                            entry.index(),
                            InclusionProof.compute(entry.index(), head.size(), hashes),
                            checkpoint);
            released.add(new LeafOutcome.Released(entry.index(), entry.leaf(), receipt));
        }
        return List.copyOf(released);
    }
}
