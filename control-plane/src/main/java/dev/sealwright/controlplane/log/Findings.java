package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.log.IntegrityReport.Check;
import dev.sealwright.controlplane.log.IntegrityReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what does not fit, up to a bound. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    /** Notes {@code detail} unless {@code holds}; returns whether it holds. */
    boolean check(boolean holds, Check check, long index, String detail) {
        if (!holds) {
            add(new Finding(check, Optional.of(index), detail));
        }
        return holds;
    }

    void add(Check check, String detail) {
        add(new Finding(check, Optional.empty(), detail));
    }

    private void add(Finding finding) {
        if (found.size() < IntegrityReport.MAX_FINDINGS) {
            found.add(finding);
        }
    }

    boolean has(Check check) {
        return found.stream().anyMatch(finding -> finding.check() == check);
    }

    List<Finding> list() {
        return List.copyOf(found);
    }
}
