package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * A leaf's bytes with its receipt in C2SP tlog-proof text form. Nothing is proven until the service
 * has verified it.
 */
public record ProvenLeaf(Bytes leaf, String receipt) {
    public ProvenLeaf {
        Objects.requireNonNull(leaf);
        Objects.requireNonNull(receipt);
    }
}
