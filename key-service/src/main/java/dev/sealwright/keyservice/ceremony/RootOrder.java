package dev.sealwright.keyservice.ceremony;

import java.time.Duration;
import java.util.List;

/**
 * What the root is to sign for.
 *
 * @param origin of the log, {@code <host:port>/log/<epoch>}
 * @param serverNames the only names server certificates may carry
 * @param shares of the recovery key
 * @param threshold shares that give it back
 * @param quorum voters that a checkpoint needs
 */
record RootOrder(
        String origin,
        String trustDomain,
        List<String> serverNames,
        int shares,
        int threshold,
        Duration anchorsLife,
        int quorum) {
    RootOrder {
        serverNames = List.copyOf(serverNames);
        if (threshold > shares) {
            throw new UsageException("--recovery-threshold is at most --recovery-shares");
        }
    }
}
