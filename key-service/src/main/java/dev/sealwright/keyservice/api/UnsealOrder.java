package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link KeyService#unseal} needs.
 *
 * @param seal the leaf by which the version exists
 * @param unseal the leaf that allows this opening
 * @param blob encoded {@link dev.sealwright.protocol.secret.SealedBlob}
 * @param own of a secret that members share, the sealing of the one that is asked
 */
public record UnsealOrder(
        ProvenLeaf seal, ProvenLeaf unseal, Bytes blob, Optional<KeySealing> own) {
    public UnsealOrder {
        Objects.requireNonNull(seal);
        Objects.requireNonNull(unseal);
        Objects.requireNonNull(blob);
        Objects.requireNonNull(own);
    }

    /** Of a secret that one token sealed. */
    public UnsealOrder(ProvenLeaf seal, ProvenLeaf unseal, Bytes blob) {
        this(seal, unseal, blob, Optional.empty());
    }
}
