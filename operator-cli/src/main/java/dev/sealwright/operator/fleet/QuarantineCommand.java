package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.OrgDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code quarantine}: rights that a new epoch of the log does not take for granted. */
@Command(
        name = "quarantine",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "API keys and role bindings that give no right because a new epoch of the log lost"
                    + " entries that may have ended them.",
            "Hosts in quarantine are in hosts list; hosts release lets them in."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright quarantine list --org acme",
            "  sealwright quarantine release role-binding ada-admin --org acme"
        })
public final class QuarantineCommand {
    private static final String QUARANTINE = "/quarantine";

    private final Surroundings surroundings;

    public QuarantineCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright quarantine list --org acme --json")
    void list(@Mixin OrgDesk desk) {
        desk.list(surroundings, QUARANTINE);
    }

    @Command(
            name = "release",
            description = {
                "Declare one again, as it stands, so that it counts.",
                "To end it instead: api-keys delete, roles delete."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright quarantine release api-key ada-laptop --org acme")
    void release(
            @Mixin OrgDesk desk,
            @Parameters(index = "0", paramLabel = "KIND", description = "api-key or role-binding.")
                    String kind,
            @Parameters(index = "1", paramLabel = "NAME", description = "As list shows it.")
                    String name) {
        var body = Json.object().put("kind", kind).put("name", name);
        var request = Request.post(desk.path(surroundings, QUARANTINE + "/releases"), body);
        desk.send(surroundings, request, _ -> kind + " " + name + " counts again");
    }
}
