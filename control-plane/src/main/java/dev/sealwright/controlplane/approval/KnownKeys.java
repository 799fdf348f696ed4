package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.record.LeafFollower;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.history.AuthorityHistory;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.util.List;

/** The authority keys of all organisations as the signed log has them. */
@Singleton
final class KnownKeys implements LeafFollower {
    private final AuthorityHistory history;

    KnownKeys(VerifiedAnchors anchors) {
        this.history = new AuthorityHistory(anchors.content().originAt(0));
    }

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof EpochBody
                || body instanceof AuthorityBody
                || Approvable.guarded(body);
    }

    /** What the key service signed was approved: here it is only learnt. */
    @Override
    @SuppressWarnings("CheckReturnValue") // who verifies the log finds what is wrong with a leaf
    public synchronized void take(long index, Leaf leaf) {
        history.add(index, leaf);
    }

    synchronized List<AuthorityHistory.Key> of(Bytes org) {
        return history.keys(org);
    }

    synchronized List<Bytes> orgs() {
        return history.orgs();
    }

    synchronized long version(Bytes org, Bytes row) {
        return history.version(org, row);
    }
}
