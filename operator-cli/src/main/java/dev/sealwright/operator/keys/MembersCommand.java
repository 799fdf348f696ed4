package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.service.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys members}: the members that issue and open, and what each still lacks. */
@Command(
        name = "members",
        description = {
            "List the members that issue certificates and hold secrets, where there are several.",
            "What one lacks, because it was away, it is given in the background."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright keys members", "  sealwright keys members --json"})
final class MembersCommand implements Runnable {
    @Mixin private final Desk desk = new Desk();

    private final Surroundings surroundings;

    MembersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        desk.send(surroundings, Request.get("/v1/members"), MembersCommand::text);
    }

    private static String text(Fields members) {
        if (members.objects("items").isEmpty()) {
            return "One key service alone issues certificates and holds secrets.";
        }
        var table = new Table("MEMBER", "STATE", "SECRETS", "SEALED", "MISSING");
        for (Fields member : members.objects("items")) {
            table.row(
                    member.text("name"),
                    member.text("state"),
                    Long.toString(member.number("secrets")),
                    Long.toString(member.number("sealed")),
                    Long.toString(member.number("missing")));
        }
        return table.toString();
    }
}
