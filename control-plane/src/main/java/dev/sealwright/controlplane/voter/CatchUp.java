package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.log.SignedHead;
import dev.sealwright.controlplane.log.StoredLeaf;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a voter that was away to where the others are. */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final LogSource source;

    CatchUp(LogSource source) {
        this.source = source;
    }

    /**
     * Shows it the leaves that it missed, until it stands at the newest checkpoint or beyond.
     *
     * @return where it stands
     */
    long run(KeyService voter) {
        long at = voter.head().size();
        long began = at;
        Optional<SignedHead> goal = source.goal(at);
        while (goal.isPresent()) {
            at = step(voter, at, goal.get());
            goal = source.goal(at);
        }
        if (at > began) {
            LOG.info("a voter caught up from {} to {} leaves", began, at);
        }
        return at;
    }

    private long step(KeyService voter, long at, SignedHead goal) {
        List<StoredLeaf> leaves = source.leaves(at, goal.size());
        List<Bytes> gone = leaves.stream().filter(StoredLeaf::gone).map(StoredLeaf::hash).toList();
        long next = at + leaves.size();
        voter.follow(
                at,
                leaves.stream().map(StoredLeaf::bytes).toList(),
                gone,
                source.consistency(next, goal.size()),
                goal.note().encode());
        return next;
    }
}
