package dev.sealwright.controlplane.voter;

import dev.sealwright.keyservice.api.Admission;
import java.util.List;

/**
 * One member's answer to a batch and to the leaves that are to come after it.
 *
 * @param admissions one a leaf, in order
 */
record Step(Vote vote, List<Admission> admissions) {
    Step {
        admissions = List.copyOf(admissions);
    }
}
