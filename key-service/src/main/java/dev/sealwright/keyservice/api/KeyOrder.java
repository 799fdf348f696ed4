package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.util.Objects;

/**
 * What {@link KeyService#makeKey} needs.
 *
 * @param org tag of 16 bytes
 * @param key id of 16 bytes
 * @param version from 1
 */
public record KeyOrder(Bytes org, Bytes key, long version, SigningAlgorithm algorithm) {
    private static final int ID = 16;

    public KeyOrder {
        org.requireSize(ID, "the tag of an org");
        key.requireSize(ID, "the id of a key");
        Objects.requireNonNull(algorithm);
        if (version < 1) {
            throw new IllegalArgumentException("versions begin at 1");
        }
    }
}
