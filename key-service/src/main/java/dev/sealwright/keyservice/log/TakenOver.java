package dev.sealwright.keyservice.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.TreeHash;
import java.util.List;
import java.util.Optional;

/** Learns from leaves again, in order, what a voter learnt when they were appended. */
public final class TakenOver {
    private final Authorities authorities = new Authorities(Authorities.Snapshot.EMPTY);
    private final ClientKeys keys = new ClientKeys(List.of());
    private final OrgKeys orgKeys = new OrgKeys(List.of());
    private final LastingLeaves lasting = new LastingLeaves();
    private final Anchors anchors;
    private Frontier frontier = Frontier.EMPTY;

    /**
     * @param anchors of the epoch that takes the leaves over; they name the origins before it
     */
    public TakenOver(Anchors anchors) {
        this.anchors = anchors;
    }

    /** The leaves that follow. */
    public void add(List<Bytes> leaves) {
        long index = frontier.size();
        for (Bytes bytes : leaves) {
            Leaf leaf = LeafCodec.decode(bytes);
            Optional<Bytes> needed = authorities.needed(leaf, anchors.originAt(index));
            boolean approved =
                    needed.filter(subject -> authorities.approves(subject, leaf.time()))
                            .isPresent();
            needed.ifPresent(authorities::spend);
            authorities.learn(leaf, approved);
            if (leaf.body() instanceof AuthorityBody) {
                authorities.forget(leaf.time());
            }
            keys.learn(leaf);
            orgKeys.learn(leaf);
            var _ = lasting.add(leaf, TreeHash.leaf(bytes));
            index++;
        }
        frontier = frontier.appendAll(leaves.stream().map(TreeHash::leaf).toList());
    }

    public Frontier frontier() {
        return frontier;
    }

    /** A state that stands at these leaves. Nothing that was under way then is any more. */
    VoterEvent.Snapshot snapshot() {
        return new VoterEvent.Snapshot(
                frontier,
                frontier,
                List.of(),
                Optional.empty(),
                new Authorities.Snapshot(authorities.snapshot().keys(), List.of()),
                keys.snapshot(),
                orgKeys.snapshot(),
                Optional.of(lasting.at()));
    }
}
