package dev.sealwright.keyservice.quota;

import java.util.Map;

/**
 * What one caller may ask for.
 *
 * @param leaves that it may submit for admission
 * @param calls of one operation
 * @param special by operation, in place of {@code calls}
 */
public record CallLimits(Rate leaves, Rate calls, Map<String, Rate> special) {

    /** Beyond what two cores serve, but for what makes the token search itself or signs alone. */
    public static final CallLimits DEFAULT =
            new CallLimits(
                    new Rate(20_000, 200_000),
                    new Rate(20_000, 200_000),
                    Map.of(
                            "describe", new Rate(10, 200),
                            "probe", new Rate(100, 1_000),
                            "sign-jwt", new Rate(500, 5_000),
                            "make-key", new Rate(5, 1_000),
                            "make-org-key", new Rate(5, 1_000)));

    public CallLimits {
        special = Map.copyOf(special);
    }

    Rate of(String operation) {
        return special.getOrDefault(operation, calls);
    }
}
