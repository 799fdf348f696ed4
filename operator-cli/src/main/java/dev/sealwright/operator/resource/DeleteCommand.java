package dev.sealwright.operator.resource;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code delete}: one that nothing refers to. */
@Command(
        name = "delete",
        description = "Delete one; refused while others refer to it.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright ${PARENT-COMMAND-NAME:-orgs} delete demo")
final class DeleteCommand extends ResourceCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    DeleteCommand(ResourceKind kind, Surroundings surroundings) {
        super(kind, surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            service.send(Request.delete(item(name)));
            output.result(Json.object().put("deleted", name), name + " is gone");
        }
    }
}
