package dev.sealwright.operator.login;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code whoami}. */
@Command(
        name = "whoami",
        description = "Say who the service takes you for, and in which roles.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright whoami --json")
public final class WhoamiCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    public WhoamiCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            var who = service.send(Request.get("/v1/whoami")).json().node();
            output.result(who, Json.readable(who));
        }
    }
}
