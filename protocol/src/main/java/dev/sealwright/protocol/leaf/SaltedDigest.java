package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;

/**
 * How a leaf names content that the log must not hold: rows, policies and the details of events.
 */
public final class SaltedDigest {
    public static final int SALT_SIZE = 16;

    private SaltedDigest() {}

    /** SHA-256(salt of 16 bytes ‖ content). */
    public static Bytes of(Bytes salt, Bytes content) {
        return Sha256.of(salt.requireSize(SALT_SIZE, "a salt"), content);
    }
}
