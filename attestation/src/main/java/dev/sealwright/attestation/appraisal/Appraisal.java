package dev.sealwright.attestation.appraisal;

import java.util.List;

/** The outcome of an appraisal, with a line for every demand of the policy. */
public sealed interface Appraisal {
    String policy();

    List<Line> lines();

    record Acceptable(String policy, List<Line> lines) implements Appraisal {
        public Acceptable {
            lines = List.copyOf(lines);
        }
    }

    record Unacceptable(String policy, List<Line> lines) implements Appraisal {
        public Unacceptable {
            lines = List.copyOf(lines);
        }
    }

    static Appraisal of(String policy, List<Line> lines) {
        return lines.stream().noneMatch(line -> line.outcome() == Line.Outcome.NOT_MET)
                ? new Acceptable(policy, lines)
                : new Unacceptable(policy, lines);
    }

    /** The demands that are not met. */
    default List<Line> reasons() {
        return lines().stream().filter(line -> line.outcome() == Line.Outcome.NOT_MET).toList();
    }
}
