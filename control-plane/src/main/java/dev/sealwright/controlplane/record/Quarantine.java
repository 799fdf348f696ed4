package dev.sealwright.controlplane.record;

import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.leaf.EpochBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/**
 * What gives a right by leaves that an epoch took over although it lost some that came after them:
 * one of those may have ended the right. It gives none until it is declared again. The log alone
 * decides; ask the {@link Ledger} first.
 */
@Singleton
public final class Quarantine implements LeafFollower {
    private volatile Boundary boundary = new Boundary(0, Instant.MIN);

    /**
     * @param index of the first leaf that nothing can have been lost after
     * @param time of it
     */
    private record Boundary(long index, Instant time) {}

    @Override
    public boolean concerns(LeafBody body) {
        return body instanceof EpochBody;
    }

    @Override
    public void take(long index, Leaf leaf) {
        if (leaf.body() instanceof EpochBody epoch && epoch.losesLeaves()) {
            boundary = new Boundary(index, leaf.time());
        }
    }

    /** Whether something ever was lost. */
    public boolean isActive() {
        return boundary.index() > 0;
    }

    /** Leaves from this index on are not in question. */
    public long from() {
        return boundary.index();
    }

    /** Whether what rests on the leaf at this index gives no right. */
    public boolean holds(long index) {
        return index < boundary.index();
    }

    /**
     * Whether something with this id is from before.
     *
     * @param id UUIDv7
     */
    public boolean holds(UUID id) {
        return boundary.index() > 0 && Uuids.time(id).isBefore(boundary.time());
    }
}
