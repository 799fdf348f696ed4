package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import java.util.Objects;

/**
 * What {@link KeyService#signJwt} needs.
 *
 * @param leaf a leaf of {@link dev.sealwright.protocol.leaf.TokenBody}
 * @param salt 16 bytes
 * @param claims as the type of the leaf has them: JSON text without spaces, or deterministic CBOR;
 *     with the salt they hash to the leaf's digest
 */
public record TokenOrder(ProvenLeaf leaf, Bytes salt, Bytes claims) {
    public TokenOrder {
        Objects.requireNonNull(leaf);
        Objects.requireNonNull(claims);
        salt.requireSize(16, "a salt");
    }
}
