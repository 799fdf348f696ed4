package dev.sealwright.controlplane.access;

import java.util.Optional;
import java.util.UUID;

/**
 * Whether a host that holds a valid certificate may come in now. The host room answers; it is asked
 * at each request.
 */
public interface HostDoor {
    /**
     * The row of the sandbox spec the host was enrolled for; empty for a host that is unknown,
     * revoked or quarantined, by its id or by its key.
     */
    Optional<UUID> admit(HostIdentity host);
}
