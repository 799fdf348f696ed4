package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.SharedCommits.Accompanied;
import dev.sealwright.controlplane.storage.SharedWrites;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafBody;
import java.util.UUID;

/**
 * Changes of one kind, each a row and its leaf, in transactions that those share which come
 * together. Either both are committed or neither is, and one that cannot be stored fails alone.
 */
public final class SharedChanges<T> {
    private final Proposals proposals;
    private final SharedCommits commits;
    private final SharedWrites<Accompanied<T>> writes;

    SharedChanges(Proposals proposals, SharedCommits commits, RowsBeside<T> rows) {
        this.proposals = proposals;
        this.commits = commits;
        this.writes = commits.with(rows);
    }

    /**
     * Returns once row and leaf are committed. The change is in effect when the leaf is released,
     * see {@link Log#await}.
     *
     * @param id of the leaf, UUIDv7
     * @param org tag of 16 bytes
     */
    public LeafRef commit(UUID id, Bytes org, LeafBody body, T row) {
        Proposal leaf = proposals.of(id, org, _ -> body);
        commits.waitedFor(leaf, () -> writes.write(new Accompanied<>(row, leaf)));
        return leaf.ref();
    }
}
