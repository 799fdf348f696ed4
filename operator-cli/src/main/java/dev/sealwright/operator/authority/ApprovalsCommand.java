package dev.sealwright.operator.authority;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.operator.service.OrgDesk;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.operator.service.Question;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approvals list|show|sign|reject}. */
@Command(
        name = "approvals",
        synopsisSubcommandLabel = "COMMAND",
        description = "What waits for a signature by one of the organisation's authority keys.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright approvals list",
            "  sealwright approvals sign 019ac0de-4a5b-7c6d-8e7f-0a1b2c3d4e5f"
                    + " --authority-key security.pem"
        })
public final class ApprovalsCommand {
    private static final String APPROVALS = "/approvals";
    private static final String ID = "As approvals list shows it.";

    private final Surroundings surroundings;

    public ApprovalsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List what can still be signed.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright approvals list --all")
    void list(
            @Mixin OrgDesk desk,
            @Option(names = "--all", description = "Also what was signed, rejected or is over.")
                    boolean all) {
        Map<String, Optional<String>> filter =
                all ? Map.of() : Map.of("state", Optional.of("pending"));
        desk.list(surroundings, APPROVALS, filter);
    }

    @Command(
            name = "show",
            description = {
                "Say in words what a signature would make happen.",
                "The words follow from the bytes that are signed, checked here; what the service says"
                        + " of them is marked as its word."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright approvals show 019ac0de-4a5b-7c6d-8e7f-0a1b2c3d4e5f")
    void show(@Mixin OrgDesk desk, @Parameters(paramLabel = "ID", description = ID) String id) {
        try (var service = desk.open(surroundings)) {
            ShownApproval shown =
                    Approver.fetch(service, path(desk, id), desk.anchors(service, surroundings));
            desk.output().result(shown.json(), shown.words());
        }
    }

    @Command(
            name = "sign",
            description = "Show it, ask, and sign it; the change takes effect at once.",
            footerHeading = "%nExample:%n",
            footer =
                    "  sealwright approvals sign 019ac0de-4a5b-7c6d-8e7f-0a1b2c3d4e5f"
                            + " --authority-key security.pem")
    void sign(
            @Mixin OrgDesk desk,
            @Mixin AuthorityKeyOption authority,
            @Option(names = "--yes", description = "Do not ask.") boolean yes,
            @Parameters(paramLabel = "ID", description = ID) String id) {
        HostKey key =
                authority
                        .read(surroundings)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                ExitCode.USAGE,
                                                "it is not said which key signs",
                                                "add --authority-key FILE"));
        try (var service = desk.open(surroundings)) {
            var approver =
                    new Approver(
                            service,
                            desk.anchors(service, surroundings),
                            key,
                            surroundings.clock());
            var answer =
                    approver.sign(
                            path(desk, id),
                            shown -> {
                                desk.output().note(shown.words());
                                return yes || agreed();
                            });
            desk.output().result(answer.json().node(), id + " is signed and in effect");
        }
    }

    private boolean agreed() {
        if (!surroundings.interactive()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "nobody is there to ask, so nothing was signed",
                    "read what approvals show says, then add --yes");
        }
        if (!Question.confirm(surroundings, "Sign this?")) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "nothing was signed",
                    "to drop what waits: sealwright approvals reject ID");
        }
        return true;
    }

    @Command(
            name = "reject",
            description = "Drop what waits; nothing takes effect.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright approvals reject 019ac0de-4a5b-7c6d-8e7f-0a1b2c3d4e5f")
    void reject(@Mixin OrgDesk desk, @Parameters(paramLabel = "ID", description = ID) String id) {
        var request = Request.post(path(desk, id) + "/rejection");
        desk.send(surroundings, request, _ -> id + " is rejected");
    }

    private String path(OrgDesk desk, String id) {
        return desk.path(surroundings, APPROVALS + "/" + Paths.segment(id));
    }
}
