package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.NOT_CHECKED;

import dev.sealwright.attestation.report.Statement.Build;
import java.util.List;

/** The software, which speaks of itself and can therefore prove nothing. */
final class BuildLines {
    private BuildLines() {}

    static List<Line> of(Build build, Demands demands) {
        return List.of(
                components(build, demands),
                new Line(
                        Topic.BUILD,
                        NOT_CHECKED,
                        "version "
                                + build.version()
                                + " on Java "
                                + build.java()
                                + " by its own word; only an enclave's evidence could show it"));
    }

    private static Line components(Build build, Demands demands) {
        if (build.sbom().isEmpty()) {
            return new Line(Topic.COMPONENTS, NOT_CHECKED, "this build carries no list");
        }
        if (!build.unlisted().isEmpty()) {
            return new Line(
                    Topic.COMPONENTS,
                    FAILED,
                    "loaded but not listed: " + String.join(", ", build.unlisted()));
        }
        if (demands.sbom().isPresent() && !demands.sbom().equals(build.sbom())) {
            return new Line(Topic.COMPONENTS, FAILED, "the list at hand is another one");
        }
        return new Line(
                Topic.COMPONENTS,
                ASSERTED,
                build.components()
                        + " components in a CycloneDX list"
                        + (demands.sbom().isPresent() ? ", the one at hand" : "")
                        + "; it names every library that is loaded");
    }
}
