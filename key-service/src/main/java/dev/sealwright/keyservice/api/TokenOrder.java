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
 * @param algorithm of the signature
 */
public record TokenOrder(ProvenLeaf leaf, Bytes salt, Bytes claims, TokenAlgorithm algorithm) {
    public TokenOrder {
        Objects.requireNonNull(leaf);
        Objects.requireNonNull(claims);
        Objects.requireNonNull(algorithm);
        salt.requireSize(16, "a salt");
    }
}
