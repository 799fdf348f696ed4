package dev.sealwright.operator.secret;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Listing;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code secrets versions}: what there is of a secret, and what was destroyed. */
@Command(
        name = "versions",
        description = "List the versions of a secret, destroyed ones too.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright secrets versions db-password")
final class VersionsCommand extends SecretCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Of the secret.")
    private String name = "";

    VersionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Listing.fetch(service, item(name) + "/versions", Map.of()).show(output);
        }
    }
}
