package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import java.util.Objects;

/**
 * What {@link KeyService#share} needs.
 *
 * @param standing the {@code seal} leaf that made the secret a version's
 * @param blob encoded {@link dev.sealwright.protocol.secret.SharedSecret}
 * @param own the sealing of the member that is asked
 * @param recipient who is to take the value over; it may be the member itself
 */
public record ShareOrder(ProvenLeaf standing, Bytes blob, KeySealing own, SharingKey recipient) {
    public ShareOrder {
        Objects.requireNonNull(standing);
        Objects.requireNonNull(blob);
        Objects.requireNonNull(own);
        Objects.requireNonNull(recipient);
    }
}
