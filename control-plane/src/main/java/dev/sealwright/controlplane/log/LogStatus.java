package dev.sealwright.controlplane.log;

import java.util.Optional;

/**
 * How the log does.
 *
 * @param size leaves under the last signed checkpoint
 * @param pending leaves that wait for their index or for their signature
 * @param problem why the log cannot release leaves now; empty if it can
 * @param replica this one's name
 * @param leads whether this replica sequences
 * @param leader name of the replica that does; empty while none does
 * @param term grows with each change of the leader
 */
public record LogStatus(
        long size,
        long pending,
        Optional<String> problem,
        String replica,
        boolean leads,
        Optional<String> leader,
        long term) {
    public boolean ready() {
        return problem.isEmpty();
    }
}
