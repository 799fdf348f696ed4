package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Paths;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keys token}: what the token says it holds, the service's own keys too. */
@Command(
        name = "token",
        description = {
            "List everything on the service's token, or show one object with its attributes.",
            "What is shown is the token's word; see sealwright report."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright keys token", "  sealwright keys token log"})
final class TokenCommand implements Runnable {
    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LABEL",
            description = "Show this one. Default: list all.")
    private @Nullable String label;

    private final Surroundings surroundings;

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            if (label == null) {
                Listing.fetch(service, "/v1/keys", Map.of()).show(output);
            } else {
                var key =
                        service.send(Request.get("/v1/keys/" + Paths.segment(label))).json().node();
                output.result(key, Json.readable(key));
            }
        }
    }
}
