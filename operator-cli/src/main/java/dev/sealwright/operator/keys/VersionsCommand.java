package dev.sealwright.operator.keys;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Listing;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code keys versions}: the public halves. */
@Command(
        name = "versions",
        description = "List the versions of a key; with --json, their public halves too.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright keys versions release",
            "  sealwright keys versions release --json | jq -r '.items[-1].public_key_pem'"
        })
final class VersionsCommand extends KeyCommand {
    VersionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Listing.fetch(service, item() + "/versions", Map.of()).show(output);
        }
    }
}
