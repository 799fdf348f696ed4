package dev.sealwright.operator.resource;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code get}: one resource, every default spelled out. */
@Command(
        name = "get",
        description = "Show one, with every default spelled out.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright ${PARENT-COMMAND-NAME:-orgs} get demo")
final class GetCommand extends ResourceCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    GetCommand(ResourceKind kind, Surroundings surroundings) {
        super(kind, surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            var resource = service.send(Request.get(item(name))).json().node();
            output.result(resource, Json.readable(resource));
        }
    }
}
