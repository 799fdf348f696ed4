package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of revocations that stands in the log. Obtained from {@link RevocationDocument#verify}
 * only.
 */
public final class VerifiedRevocations {
    private final RevocationList list;
    private final VerifiedLeaf leaf;
    private final Set<Bytes> tokens = new HashSet<>();
    private final Map<Bytes, Set<Bytes>> blocks = new HashMap<>();

    VerifiedRevocations(RevocationList list, VerifiedLeaf leaf) {
        this.list = list;
        this.leaf = leaf;
        for (RevocationList.Entry entry : list.entries()) {
            entry.block()
                    .ifPresentOrElse(
                            block ->
                                    blocks.computeIfAbsent(entry.token(), _ -> new HashSet<>())
                                            .add(block),
                            () -> tokens.add(entry.token()));
        }
    }

    public RevocationList list() {
        return list;
    }

    public VerifiedLeaf leaf() {
        return leaf;
    }

    /** When the list was made. */
    public Instant time() {
        return leaf.leaf().time();
    }

    /**
     * Whether the token, or one of these layers of it, is revoked.
     *
     * @param layers ids of its blocks
     */
    boolean revokes(Bytes token, List<Bytes> layers) {
        return tokens.contains(token)
                || layers.stream().anyMatch(blocks.getOrDefault(token, Set.of())::contains);
    }
}
