package dev.sealwright.keyservice.quota;

import java.util.Map;

/**
 * The quotas of admission.
 *
 * @param type for all leaves of one type together
 * @param typeAndOrg for the leaves of one type and one org
 * @param special by leaf type, in place of {@code type}
 */
public record AdmissionLimits(Rate type, Rate typeAndOrg, Map<String, Rate> special) {

    /** Far above what two cores can enrol, far below what a log cannot be read at. */
    public static final AdmissionLimits DEFAULT =
            new AdmissionLimits(
                    new Rate(10_000, 100_000),
                    new Rate(5_000, 50_000),
                    Map.of("server", new Rate(0.2, 60)));

    public AdmissionLimits {
        special = Map.copyOf(special);
    }

    Rate ofType(String name) {
        return special.getOrDefault(name, type);
    }
}
