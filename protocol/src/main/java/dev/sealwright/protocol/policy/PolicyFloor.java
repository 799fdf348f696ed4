package dev.sealwright.protocol.policy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * The highest policy a host has accepted; it accepts nothing below.
 *
 * @param digest of its leaf: at the same version only this one is accepted
 */
public record PolicyFloor(long version, Bytes digest) {
    public PolicyFloor {
        digest.requireSize(Sha256.SIZE, "a policy digest");
        if (version < 1) {
            throw new MalformedException("a policy floor without a version");
        }
    }
}
