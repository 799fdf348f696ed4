package dev.sealwright.controlplane.problem;

import java.util.Optional;

/** A query parameter that is {@code true} or {@code false}, and nothing else. */
public final class QueryFlag {
    private QueryFlag() {}

    /**
     * Its value; false where it is left out.
     *
     * @throws ProblemException of the kind invalid-request if it is neither
     */
    public static boolean of(String name, Optional<String> value) {
        return switch (value.orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalid(name, "true or false");
        };
    }
}
