package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Paths;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keys list|show}: what the token says it holds. */
@Command(
        name = "keys",
        synopsisSubcommandLabel = "COMMAND",
        description = "The keys of the service, read from its token.",
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright keys list", "  sealwright keys show log"})
public final class KeysCommand {
    private final Surroundings surroundings;

    public KeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them. What is shown is the token's word; see sealwright report.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright keys list --json")
    void list(@Mixin Connections connections, @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Listing listing = Listing.fetch(service, "/v1/keys", Map.of());
            output.result(listing.json(), listing.table());
        }
    }

    @Command(
            name = "show",
            description = "Show one, with its attributes and its public half.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright keys show log")
    void show(
            @Mixin Connections connections,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "LABEL", description = "As keys list shows it.")
                    String label) {
        try (var service = connections.open(surroundings)) {
            var key = service.send(Request.get("/v1/keys/" + Paths.segment(label))).json().node();
            output.result(key, Json.readable(key));
        }
    }
}
