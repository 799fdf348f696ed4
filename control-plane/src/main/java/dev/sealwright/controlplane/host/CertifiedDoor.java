package dev.sealwright.controlplane.host;

import dev.sealwright.controlplane.access.HostDoor;
import dev.sealwright.controlplane.access.HostIdentity;
import dev.sealwright.controlplane.storage.Storage;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets in a host whose enrolment is in the log, under a key it was certified for, unless it lost
 * its rights.
 */
@Singleton
final class CertifiedDoor implements HostDoor {
    private final Storage storage;
    private final DenyList denyList;

    CertifiedDoor(Storage storage, DenyList denyList) {
        this.storage = storage;
        this.denyList = denyList;
    }

    @Override
    public Optional<UUID> admit(HostIdentity identity) {
        Optional<Host> host =
                storage.read(
                        connection ->
                                HostTable.hasKey(connection, identity.sandbox(), identity.spki())
                                        ? HostTable.find(connection, identity.sandbox())
                                        : Optional.empty());
        return host.filter(found -> found.org().equals(identity.org()))
                .filter(found -> !denyList.denies(found))
                .map(Host::spec);
    }
}
