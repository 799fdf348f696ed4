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
import java.time.Duration;
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

    /** How long a transaction that keeps other replicas out may do nothing. */
    private final Duration patience;

    Batches(Storage storage, LogSettings settings) {
        this.storage = storage;
        this.patience = settings.lease();
    }

    /**
     * The second transaction of a batch and the first of the next, in one: gives admitted leaves
     * their indexes and stores entries, tiles and the unsigned head, behind the signature of the
     * committed head. Either may be missing. What does not depend on the signature is written while
     * that is under way; nothing of it is there before the signature is.
     *
     * @param leaves admitted, in order; those that another replica has taken meanwhile are left out
     * @return the next batch; empty if there is none, or if the head is not signed yet
     * @throws LateSignatureException if the signature takes longer than others can be kept out;
     *     then nothing was written
     */
    Optional<Committed> commit(Signing signing, List<PendingLeaf> leaves) {
        return storage.write(
                connection -> {
                    LogHead head = Heads.lock(connection, patience);
                    LogHead base = signing.isOf(head) ? head.signed() : head;
                    Optional<Committed> next =
                            base.unsigned() || leaves.isEmpty()
                                    ? Optional.empty()
                                    : append(connection, base, leaves);
                    sign(connection, head, signing);
                    if (next.isPresent()
                            && !Heads.advance(
                                    connection, base.size(), next.get().head().frontier())) {
                        throw new IllegalStateException("the locked head moved");
                    }
                    return next;
                });
    }

    private void sign(Connection connection, LogHead head, Signing signing) throws SQLException {
        Optional<SignedBatch> signed = signing.within(patience.dividedBy(2));
        if (signed.isPresent()) {
            Heads.sign(connection, signed.get().checkpoint());
        } else if (signing.isOf(head)) {
            throw new IllegalStateException("the locked head was signed for another");
        }
    }

    private static Optional<Committed> append(
            Connection connection, LogHead head, List<PendingLeaf> leaves) throws SQLException {
        Set<UUID> taken = Pending.take(connection, leaves.stream().map(PendingLeaf::id).toList());
        List<PendingLeaf> mine = leaves.stream().filter(leaf -> taken.contains(leaf.id())).toList();
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        List<Entry> entries = entries(connection, head.size(), mine);
        List<Bytes> hashes = entries.stream().map(Entry::leafHash).toList();
        Entries.insert(connection, entries);
        Tiles.store(connection, TileGrowth.of(head.size(), hashes, Receipts.reader(connection)));
        return Optional.of(new Committed(head.after(head.frontier().appendAll(hashes)), entries));
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
