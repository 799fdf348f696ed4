package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * What {@link KeyService#unseal} needs.
 *
 * @param seal the leaf by which the version exists
 * @param unseal the leaf that allows this opening
 * @param blob encoded {@link dev.sealwright.protocol.secret.SealedSecret}
 */
public record UnsealOrder(ProvenLeaf seal, ProvenLeaf unseal, Bytes blob) {
    public UnsealOrder {
        Objects.requireNonNull(seal);
        Objects.requireNonNull(unseal);
        Objects.requireNonNull(blob);
    }
}
