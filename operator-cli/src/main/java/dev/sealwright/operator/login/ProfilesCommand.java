package dev.sealwright.operator.login;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.service.Profiles;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code profiles list|use|delete}: several services from one terminal. */
@Command(
        name = "profiles",
        synopsisSubcommandLabel = "COMMAND",
        description = "The services you are logged in to.",
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright profiles list", "  sealwright profiles use staging"})
public final class ProfilesCommand {
    private final Surroundings surroundings;

    public ProfilesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "list",
            description = "List them.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright profiles list --json")
    void list(@Mixin OutputOptions output) {
        Profiles profiles = Profiles.of(surroundings);
        String current = profiles.current();
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        var table = new Table("NAME", "IN USE", "ADDRESS", "ORG");
        for (String name : profiles.names()) {
            boolean used = name.equals(current);
            Optional<Profile> profile = profiles.find(name);
            String address = profile.map(p -> p.address().toString()).orElse("");
            String org = profile.flatMap(Profile::organisation).orElse("");
            items.addObject()
                    .put("name", name)
                    .put("in_use", used)
                    .put("address", address)
                    .put("org", org);
            table.row(name, used ? "yes" : "", address, org);
        }
        output.result(json, items.isEmpty() ? "none" : table.toString());
    }

    @Command(
            name = "use",
            description = "Make one the profile of commands that name none.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright profiles use staging")
    void use(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "NAME", description = "As profiles list shows it.")
                    String name) {
        Profiles profiles = existing(name);
        profiles.use(name);
        output.result(Json.object().put("in_use", name), name + " is in use");
    }

    @Command(
            name = "delete",
            description = "Forget one, with its API key. The key itself stays valid.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright profiles delete staging")
    void delete(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "NAME", description = "As profiles list shows it.")
                    String name) {
        existing(name).delete(name);
        output.result(Json.object().put("deleted", name), name + " is forgotten");
    }

    private Profiles existing(String name) {
        Profiles profiles = Profiles.of(surroundings);
        if (!profiles.names().contains(name)) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "there is no profile " + name,
                    "see sealwright profiles list, or log in with --profile " + name);
        }
        return profiles;
    }
}
