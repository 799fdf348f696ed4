package dev.sealwright.controlplane.log;

import dev.sealwright.protocol.Bytes;

/**
 * The first PLATFORM key, which the log names in its second leaf.
 *
 * @param digest SHA-256 of the key's text
 */
public record FirstPlatformKey(Bytes digest) {
    public FirstPlatformKey {
        digest.requireSize(32, "the digest of the first platform key");
    }
}
