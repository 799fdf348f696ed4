package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * What {@link KeyService#reseal} needs.
 *
 * @param standing the {@code seal} or {@code reseal} leaf that made the blob the version's
 * @param blob encoded {@link dev.sealwright.protocol.secret.SealedSecret}
 */
public record ResealOrder(ProvenLeaf standing, Bytes blob) {
    public ResealOrder {
        Objects.requireNonNull(standing);
        Objects.requireNonNull(blob);
    }
}
