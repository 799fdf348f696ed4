package dev.sealwright.keyservice.api;

import java.util.Objects;

/**
 * So many ends of one kind.
 *
 * @param operation for example {@code admit}
 * @param outcome {@code ok}, {@code unavailable}, or the code of a refusal; leaves that asked for
 *     admission count one by one
 */
public record OperationCount(String operation, String outcome, long count) {
    public OperationCount {
        Objects.requireNonNull(operation);
        Objects.requireNonNull(outcome);
        if (count < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }
}
