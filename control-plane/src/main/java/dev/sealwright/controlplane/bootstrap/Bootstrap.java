package dev.sealwright.controlplane.bootstrap;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A minted bootstrap.
 *
 * @param row orders them by when they were minted
 * @param org tag of 16 bytes
 * @param spec row of the sandbox spec
 * @param publicKey raw Ed25519
 * @param leaf id of its leaf
 */
public record Bootstrap(
        BootstrapId id,
        UUID row,
        Bytes org,
        UUID spec,
        String specName,
        Bytes publicKey,
        Validity validity,
        UUID leaf,
        String mintedBy,
        Optional<Instant> burnedAt) {

    public BootstrapState state(Instant now) {
        if (burnedAt.isPresent()) {
            return BootstrapState.BURNED;
        }
        return validity.over(now) ? BootstrapState.EXPIRED : BootstrapState.ISSUED;
    }
}
