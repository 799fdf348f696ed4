package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.problem.ProblemException;

/** Names of secrets that the service keeps for its own settings. */
final class ReservedNames {
    static final String PREFIX = "sealwright.";

    private ReservedNames() {}

    static void refuse(String name) {
        if (name.startsWith(PREFIX)) {
            throw ProblemException.invalid(
                    "name", "names that begin with " + PREFIX + " belong to the service itself");
        }
    }

    /** What is the service's own is not opened through the API. */
    static void hide(String name) {
        if (name.startsWith(PREFIX)) {
            throw ProblemException.notFound();
        }
    }
}
