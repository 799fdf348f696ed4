package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.anchors.Operator;
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
 * @param operators who approve changes of trust; none for one whose key is made on the root token
 * @param operatorsRequired how many of them a change needs
 */
record RootOrder(
        String origin,
        String trustDomain,
        List<String> serverNames,
        int shares,
        int threshold,
        Duration anchorsLife,
        int quorum,
        List<Operator> operators,
        int operatorsRequired) {
    RootOrder {
        operators = List.copyOf(operators);
        serverNames = List.copyOf(serverNames);
        if (threshold > shares) {
            throw new UsageException("--recovery-threshold is at most --recovery-shares");
        }
    }
}
