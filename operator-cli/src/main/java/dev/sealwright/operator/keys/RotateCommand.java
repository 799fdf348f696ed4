package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import picocli.CommandLine.Command;

/** {@code keys rotate}: the next version signs from then on. */
@Command(
        name = "rotate",
        description = {
            "Make the next version of a key, which signs from then on.",
            "What the others signed verifies as before, under their own public halves."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright keys rotate release")
final class RotateCommand extends KeyCommand {
    RotateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Fields key =
                    postOnce(service, Request.repeatablePost(item() + "/rotation", Json.object()));
            done(
                    key,
                    name
                            + " version "
                            + key.number("latest_version")
                            + " signs; its public half:\n"
                            + key.text("public_key_pem"));
        }
    }
}
