package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.problem.ProblemException;

/** The header by which a client marks repetitions of one request. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private static final int MAX = 255;

    private IdempotencyKey() {}

    static String require(String key) {
        if (key.isBlank() || key.length() > MAX) {
            throw ProblemException.invalid(HEADER, "an Idempotency-Key has 1 to 255 characters");
        }
        return key;
    }
}
