package dev.sealwright.operator.keys;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Question;
import picocli.CommandLine.Option;

/** {@code --after-seconds} and {@code --yes}, mixed into what schedules the end of a version. */
final class Destruction {
    @Option(
            names = "--after-seconds",
            paramLabel = "SECONDS",
            defaultValue = "604800",
            description = "A day to 90 days. Default: ${DEFAULT-VALUE}, a week.")
    private long after;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask at a terminal.")
    private boolean yes;

    /**
     * The query of the request, once whoever is at the terminal agrees.
     *
     * @param what is to be destroyed
     * @throws CommandFailure if he does not
     */
    String query(Surroundings surroundings, String what) {
        String question = "schedule the destruction of " + what + "?";
        if (!yes && !Question.confirm(surroundings, question)) {
            throw new CommandFailure(ExitCode.USAGE, "not destroyed", "answer y, or add --yes");
        }
        return "?destroy_after_seconds=" + after;
    }
}
