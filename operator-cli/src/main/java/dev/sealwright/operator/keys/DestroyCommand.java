package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Question;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys destroy}: schedules the end of a key. */
@Command(
        name = "destroy",
        description = {
            "Schedule the destruction of a key. It signs no more at once; keys restore takes that"
                    + " back until it is destroyed.",
            "Destroyed, it comes back from nowhere. What it signed still verifies."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright keys destroy release")
final class DestroyCommand extends KeyCommand {
    private static final int GONE = 204;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask at a terminal.")
    private boolean yes;

    DestroyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        String what = "schedule the destruction of all versions of " + name + "?";
        if (!yes && !Question.confirm(surroundings, what)) {
            throw new CommandFailure(ExitCode.USAGE, "not destroyed", "answer y, or add --yes");
        }
        try (var service = connections.open(surroundings)) {
            Answer answer = service.send(Request.delete(item()));
            if (answer.status() == GONE) {
                output.result(Json.object().put("deleted", name), name + " is gone");
            } else {
                done(
                        answer.json(),
                        name
                                + " signs no more and is destroyed at "
                                + answer.json().text("destroy_at"));
            }
        }
    }
}
