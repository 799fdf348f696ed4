package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The transactions around signatures. */
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
     * The second transaction of a batch and the first of the next, in one: stores the signature of
     * the committed head, then gives admitted leaves their indexes and stores entries, tiles and
     * the unsigned head. Either may be missing.
     *
     * @param leaves admitted, in order; those that another replica has taken meanwhile are left out
     * @return the next batch; empty if there is none, or if the head is not signed yet
     */
    Optional<Committed> commit(Optional<SignedBatch> signed, List<PendingLeaf> leaves) {
        return storage.write(
                connection -> {
                    LogHead head = Heads.lock(connection);
                    if (signed.isPresent()) {
                        head = Heads.sign(connection, head, signed.get().checkpoint());
                    }
                    return head.unsigned() || leaves.isEmpty()
                            ? Optional.empty()
                            : append(connection, head, leaves);
                });
    }

    private Optional<Committed> append(
            Connection connection, LogHead head, List<PendingLeaf> leaves) throws SQLException {
        List<PendingLeaf> batch = untilChange(leaves);
        Set<UUID> taken = Pending.take(connection, batch.stream().map(PendingLeaf::id).toList());
        List<PendingLeaf> mine = batch.stream().filter(leaf -> taken.contains(leaf.id())).toList();
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> entries = entries(connection, head.size(), mine);
        List<Bytes> hashes = entries.stream().map(Entry::leafHash).toList();
        LogHead after = head.after(head.frontier().appendAll(hashes));
        if (!Heads.advance(connection, head.size(), after.frontier())) {
            throw new IllegalStateException("the locked head moved");
        }
        Entries.insert(connection, entries);
        Tiles.store(connection, TileGrowth.of(head.size(), hashes, Receipts.reader(connection)));
        return Optional.of(new Committed(after, entries));
    }

    /** Others sign what comes after a change of anchors, so a batch ends with it. */
    private static List<PendingLeaf> untilChange(List<PendingLeaf> leaves) {
        for (int i = 0; i < leaves.size() - 1; i++) {
            if (leaves.get(i).changesAnchors()) {
                return leaves.subList(0, i + 1);
            }
        }
        return leaves;
    }

    /** A head that is committed and not signed, whoever left it. */
    Optional<Committed> unsigned() {
        return storage.read(
                connection -> {
                    LogHead head = Heads.read(connection);
                    return head.unsigned()
                            ? Optional.of(
                                    new Committed(
                                            head,
                                            Entries.range(
                                                    connection, head.signedSize(), head.size())))
                            : Optional.empty();
                });
    }

    /** What a stored signature releases. */
    List<Receipts.Released> released(SignedBatch signed) {
        return storage.read(
                connection ->
                        Receipts.released(connection, signed.head(), signed.batch().entries()));
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
}
