package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import picocli.CommandLine.Command;

/** {@code keys restore}: takes a scheduled destruction back. */
@Command(
        name = "restore",
        description = "Take the scheduled destruction of a key back.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright keys restore release")
final class RestoreCommand extends KeyCommand {
    RestoreCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Fields key =
                    postOnce(
                            service,
                            Request.repeatablePost(item() + "/restoration", Json.object()));
            done(key, name + " is kept; it is " + key.text("state"));
        }
    }
}
