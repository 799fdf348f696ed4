package dev.sealwright.controlplane.vault;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.secret.SecretVersion;
import java.util.UUID;

/**
 * A secret that there is.
 *
 * @param org tag of 16 bytes
 */
record Secret(Bytes org, UUID row, String name) {
    SecretVersion version(long number) {
        return new SecretVersion(org, Uuids.bytes(row), number);
    }
}
