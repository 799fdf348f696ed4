package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Paths;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hosts list|show|revoke}. */
@Command(
        name = "hosts",
        synopsisSubcommandLabel = "COMMAND",
        description = "The hosts of an organisation.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright hosts list",
            "  sealwright hosts revoke 0198c0de-… --reason \"lost laptop\""
        })
public final class HostsCommand {
    private final Surroundings surroundings;

    public HostsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts list --org demo")
    void list(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Listing listing = Listing.fetch(service, hosts(connections, organisation), Map.of());
            output.result(listing.json(), listing.table());
        }
    }

    @Command(
            name = "show",
            description = "Show one.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts show 0198c0de-…")
    void show(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id) {
        try (var service = connections.open(surroundings)) {
            String path = hosts(connections, organisation) + "/" + Paths.segment(id);
            var one = service.send(Request.get(path)).json().node();
            output.result(one, Json.readable(one));
        }
    }

    @Command(
            name = "revoke",
            description =
                    "Shut one out, at once and for good; its key cannot be enrolled again either.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts revoke 0198c0de-… --reason \"lost laptop\"")
    void revoke(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is audited.")
                    String reason) {
        try (var service = connections.open(surroundings)) {
            String path =
                    hosts(connections, organisation) + "/" + Paths.segment(id) + "/revocation";
            var body = Json.object().put("reason", reason);
            var answer = service.send(Request.repeatablePost(path, body)).json().node();
            output.result(answer, id + " is shut out");
        }
    }

    @Command(
            name = "release",
            description = {
                "Let one in again that a new epoch of the log put into quarantine: say that it was"
                        + " not revoked by an entry that is lost.",
                "Ask whoever revokes hosts, and copies of the lost entries, before you say so."
            },
            footerHeading = "%nExample:%n",
            footer =
                    "  sealwright hosts release 0198c0de-… --reason \"asked on call, not revoked\"")
    void release(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is audited.")
                    String reason) {
        try (var service = connections.open(surroundings)) {
            String path = hosts(connections, organisation) + "/" + Paths.segment(id) + "/release";
            var body = Json.object().put("reason", reason);
            var answer = service.send(Request.repeatablePost(path, body)).json().node();
            output.result(answer, id + " is let in again");
        }
    }

    private String hosts(Connections connections, Organisation organisation) {
        return organisation.path(connections, surroundings) + "/hosts";
    }
}
