package dev.sealwright.controlplane.voter;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import dev.sealwright.protocol.secret.SharedSecret;
import java.util.Map;
import java.util.Objects;

/** A secret that members share, and the sealings of those that have one, by the members' ids. */
public record SharedCopies(SharedSecret secret, Map<Bytes, KeySealing> sealings) {
    public SharedCopies {
        Objects.requireNonNull(secret);
        sealings = Map.copyOf(sealings);
    }
}
