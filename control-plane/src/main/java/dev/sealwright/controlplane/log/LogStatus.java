package dev.sealwright.controlplane.log;

import java.util.Optional;

/**
 * How the log does.
 *
 * @param size leaves under the last signed checkpoint
 * @param pending leaves that wait for their index or for their signature
 * @param problem why the log cannot release leaves now; empty if it can
 */
public record LogStatus(long size, long pending, Optional<String> problem) {
    public boolean ready() {
        return problem.isEmpty();
    }
}
