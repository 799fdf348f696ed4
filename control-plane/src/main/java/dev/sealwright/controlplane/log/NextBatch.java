package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.Pending.PendingLeaf;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.history.OrgChain;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch with its indexes, as it can be stored behind one head and no other.
 *
 * @param base the head that it follows
 * @param leaves at least one
 * @param committed what will stand there
 * @param tiles that change by it
 */
record NextBatch(
        LogHead base,
        List<PendingLeaf> leaves,
        Committed committed,
        List<TileGrowth.StoredTile> tiles) {

    /**
     * Reads what the batch before it does not tell.
     *
     * @param before the batch that ends with the base, if it is known; it need not be stored yet
     */
    static NextBatch of(
            Connection connection,
            LogHead base,
            Optional<Committed> before,
            List<AdmittedLeaf> leaves)
            throws SQLException {
        List<Entry> entries = entries(connection, base.size(), before, leaves);
        List<Bytes> hashes = entries.stream().map(Entry::leafHash).toList();
        RightEdge edge = before.map(Committed::edge).orElse(RightEdge.UNKNOWN);
        TileGrowth tiles = TileGrowth.of(base.size(), hashes, edge.over(Tiles.reader(connection)));
        return new NextBatch(
                base,
                leaves.stream().map(AdmittedLeaf::pending).toList(),
                new Committed(base.after(base.frontier().appendAll(hashes)), entries, tiles.edge()),
                tiles.changed());
    }

    private static List<Entry> entries(
            Connection connection, long size, Optional<Committed> before, List<AdmittedLeaf> leaves)
            throws SQLException {
        Map<Bytes, OrgChain> chains = before.map(Committed::chains).orElseGet(HashMap::new);
        List<Bytes> others =
                leaves.stream()
                        .map(AdmittedLeaf::org)
                        .distinct()
                        .filter(org -> !chains.containsKey(org))
                        .toList();
        if (!others.isEmpty()) {
            chains.putAll(Entries.chains(connection, others));
        }
        List<Entry> entries = new ArrayList<>();
        for (AdmittedLeaf leaf : leaves) {
            OrgChain chain = chains.getOrDefault(leaf.org(), OrgChain.EMPTY);
            Entry entry = Entry.of(size + entries.size(), leaf, chain);
            entries.add(entry);
            chains.put(leaf.org(), entry.chainAfter());
        }
        return List.copyOf(entries);
    }

    /** Takes its leaves out of the queue and stores them where they belong. */
    void store(Connection connection) throws SQLException {
        List<Integer> changed =
                Pending.taking(connection, leaves)
                        .then(Entries.insertion(connection, committed.entries()))
                        .then(Tiles.growing(connection, tiles))
                        .updates();
        if (changed.getFirst() != leaves.size()) {
            throw new IllegalStateException("leaves of the batch are not in the queue any more");
        }
    }
}
