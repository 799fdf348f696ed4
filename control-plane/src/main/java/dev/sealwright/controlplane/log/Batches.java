package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.note.Note;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two transactions around a signature. */
@Singleton
final class Batches {
    /**
     * Small enough that the largest leaves fit into memory, large enough for syncs to weigh little.
     */
    static final int MAX_SIZE = 1_024;

    private final Storage storage;

    Batches(Storage storage) {
        this.storage = storage;
    }

    /**
     * The first transaction: gives admitted leaves their indexes and stores entries, tiles and the
     * unsigned head.
     *
     * @return how many; 0 if there are none, or if the head is not signed yet
     */
    int commit() {
        return storage.write(
                connection -> {
                    LogHead head = Heads.lock(connection);
                    List<PendingLeaf> leaves =
                            head.unsigned() ? List.of() : Pending.admitted(connection, MAX_SIZE);
                    if (!leaves.isEmpty()) {
                        append(connection, head, leaves);
                    }
                    return leaves.size();
                });
    }

    private static void append(Connection connection, LogHead head, List<PendingLeaf> leaves)
            throws SQLException {
        List<Entry> entries = entries(connection, head.size(), leaves);
        List<Bytes> hashes = entries.stream().map(Entry::leafHash).toList();
        Frontier after = head.frontier().appendAll(hashes);
        int removed = Pending.remove(connection, leaves.stream().map(PendingLeaf::id).toList());
        if (removed != leaves.size() || !Heads.advance(connection, head.size(), after)) {
            throw new IllegalStateException("the locked head moved");
        }
        Entries.insert(connection, entries);
        Tiles.store(connection, TileGrowth.of(head.size(), hashes, Receipts.reader(connection)));
    }

    private static List<Entry> entries(Connection connection, long size, List<PendingLeaf> leaves)
            throws SQLException {
        List<Leaf> decoded = leaves.stream().map(leaf -> LeafCodec.decode(leaf.leaf())).toList();
        List<Bytes> orgs = decoded.stream().map(Leaf::org).distinct().toList();
        Map<Bytes, OrgChain> chains = Entries.chains(connection, orgs);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = decoded.get(i);
            OrgChain chain = chains.getOrDefault(leaf.org(), OrgChain.EMPTY);
            Entry entry = Entry.of(size + i, leaves.get(i).leaf(), leaf, chain);
            entries.add(entry);
            chains.put(leaf.org(), entry.chainAfter());
        }
        return List.copyOf(entries);
    }

    /**
     * The second transaction: stores the signature of the committed head.
     *
     * @param entries those that this releases
     */
    List<Receipts.Released> sign(LogHead head, List<Entry> entries, SignedCheckpoint checkpoint) {
        if (checkpoint.size() != head.size() || !checkpoint.root().equals(head.root())) {
            throw new BrokenLogException(
                    "the key service signed another head than the committed one");
        }
        SignedHead signed =
                new SignedHead(checkpoint.size(), checkpoint.root(), Note.parse(checkpoint.note()));
        storage.write(
                connection -> {
                    Heads.sign(connection, checkpoint);
                    return signed;
                });
        return storage.read(connection -> Receipts.released(connection, signed, entries));
    }
}
