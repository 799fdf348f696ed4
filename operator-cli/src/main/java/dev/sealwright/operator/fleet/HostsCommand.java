package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.OrgDesk;
import dev.sealwright.operator.service.Paths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hosts list|show|revoke|release}. */
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
    private static final String HOSTS = "/hosts";

    private final Surroundings surroundings;

    public HostsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts list --org demo")
    void list(@Mixin OrgDesk desk) {
        desk.list(surroundings, HOSTS);
    }

    @Command(
            name = "show",
            description = "Show one.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts show 0198c0de-…")
    void show(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id) {
        desk.show(surroundings, host(id));
    }

    @Command(
            name = "revoke",
            description =
                    "Shut one out, at once and for good; its key cannot be enrolled again either.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright hosts revoke 0198c0de-… --reason \"lost laptop\"")
    void revoke(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is audited.")
                    String reason) {
        decide(desk, host(id) + "/revocation", reason, id + " is shut out");
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
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "SANDBOX-ID", description = "As hosts list shows it.")
                    String id,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why; it is audited.")
                    String reason) {
        decide(desk, host(id) + "/release", reason, id + " is let in again");
    }

    private void decide(OrgDesk desk, String below, String reason, String done) {
        var body = Json.object().put("reason", reason);
        var request = Request.repeatablePost(desk.path(surroundings, below), body);
        desk.send(surroundings, request, _ -> done);
    }

    private static String host(String id) {
        return HOSTS + "/" + Paths.segment(id);
    }
}
