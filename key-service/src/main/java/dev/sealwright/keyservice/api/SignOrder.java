package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link KeyService#sign} needs.
 *
 * @param leaf the {@code sign} leaf that allows it
 * @param message what is signed, for algorithms that sign no digest; others take it, and need it
 *     not
 */
public record SignOrder(ProvenLeaf leaf, Optional<Bytes> message) {
    public SignOrder {
        Objects.requireNonNull(leaf);
        Objects.requireNonNull(message);
    }
}
