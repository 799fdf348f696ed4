package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A leaf that was proposed and waits for its index. */
public final class LeafRef {
    private final UUID id;
    private final Bytes leaf;
    private final CompletableFuture<LeafOutcome> outcome = new CompletableFuture<>();

    LeafRef(UUID id, Bytes leaf) {
        this.id = id;
        this.leaf = leaf;
    }

    static LeafRef of(UUID id, Instant time, Bytes org, LeafBody body) {
        return new LeafRef(id, new Leaf(LeafIds.bytes(id), time, org, body).encode());
    }

    /** A leaf that was proposed before; its bytes are in the database. */
    static LeafRef again(UUID id) {
        return new LeafRef(id, Bytes.EMPTY);
    }

    public UUID id() {
        return id;
    }

    /** The final bytes. */
    public Bytes leaf() {
        return leaf;
    }

    /**
     * Completed when this process sequences the leaf itself; another replica's work has to be
     * looked up.
     */
    CompletableFuture<LeafOutcome> outcome() {
        return outcome;
    }
}
