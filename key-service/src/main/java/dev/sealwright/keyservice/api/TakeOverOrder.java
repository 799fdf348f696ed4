package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.SecretVersion;
import java.util.Objects;

/**
 * What {@link KeyService#takeOver} needs.
 *
 * @param blob encoded {@link dev.sealwright.protocol.secret.SharedSecret}
 * @param handover made by another member for the one that is asked
 */
public record TakeOverOrder(SecretVersion version, Bytes blob, Handover handover) {
    public TakeOverOrder {
        Objects.requireNonNull(version);
        Objects.requireNonNull(blob);
        Objects.requireNonNull(handover);
    }
}
