package dev.sealwright.keyservice.log;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.merkle.Frontier;
import dev.sealwright.protocol.merkle.LogEntry;
import java.util.ArrayList;
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

    /** The entries that follow. */
    public void add(List<LogEntry> entries) {
        List<Bytes> all = new ArrayList<>(entries.size());
        for (LogEntry entry : entries) {
            Bytes hash = entry.hash();
            switch (entry) {
                case LogEntry.Kept(Bytes bytes) ->
                        learn(LeafCodec.decode(bytes), frontier.size() + all.size(), hash);
                case LogEntry.Gone _ -> lasting.gone();
            }
            all.add(hash);
        }
        frontier = frontier.appendAll(all);
    }

    private void learn(Leaf leaf, long index, Bytes hash) {
        Optional<Bytes> needed = authorities.needed(leaf, anchors.originAt(index));
        boolean approved =
                needed.filter(subject -> authorities.approves(subject, leaf.time())).isPresent();
        needed.ifPresent(authorities::spend);
        authorities.learn(leaf, approved);
        if (leaf.body() instanceof AuthorityBody) {
            authorities.forget(leaf.time());
        }
        keys.learn(leaf);
        orgKeys.learn(leaf);
        // One that does not fit accounts for nothing.
        var _ = lasting.add(leaf, hash);
    }

    public Frontier frontier() {
        return frontier;
    }

    /**
     * A state that stands at these leaves. Nothing that was under way then is any more.
     *
     * @throws StartRefusedException if leaves that last may be among those that went
     */
    VoterEvent.Snapshot snapshot() {
        if (!lasting.accounted()) {
            throw new StartRefusedException(
                    "The restored log has hashes in place of leaves, and no pruning leaf in it"
                            + " accounts for those before "
                            + lasting.at().unaccounted()
                            + ": leaves that last may be missing. Restore another backup.");
        }
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
