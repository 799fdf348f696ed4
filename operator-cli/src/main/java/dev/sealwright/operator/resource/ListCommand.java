package dev.sealwright.operator.resource;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Listing;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code list}: all of them. */
@Command(
        name = "list",
        description = "List all of them.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright ${PARENT-COMMAND-NAME:-orgs} list --json")
final class ListCommand extends ResourceCommand {
    ListCommand(ResourceKind kind, Surroundings surroundings) {
        super(kind, surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Listing.fetch(service, collection(), Map.of()).show(output);
        }
    }
}
