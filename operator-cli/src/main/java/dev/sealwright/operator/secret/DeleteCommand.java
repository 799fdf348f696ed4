package dev.sealwright.operator.secret;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Question;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secrets delete}: destroys versions, or removes a secret that has none left. */
@Command(
        name = "delete",
        description = {
            "Destroy a version for ever, or remove a secret that has none left.",
            "What is destroyed comes back from nowhere but a backup and the recovery key."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright secrets delete db-password --version 2",
            "  sealwright secrets delete db-password --all-versions"
        })
final class DeleteCommand extends SecretCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Of the secret.")
    private String name = "";

    @Option(names = "--version", paramLabel = "N", description = "Destroy this version only.")
    private @Nullable Long version;

    @Option(
            names = "--all-versions",
            description = "Destroy every version, then remove the secret.")
    private boolean allVersions;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask at a terminal.")
    private boolean yes;

    DeleteCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        if (version != null && allVersions) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--version and --all-versions exclude each other",
                    "choose one");
        }
        boolean destroys = version != null || allVersions;
        String what = "destroy " + (version == null ? "all versions" : "version " + version);
        if (destroys
                && !yes
                && !Question.confirm(surroundings, what + " of " + name + " for ever?")) {
            throw new CommandFailure(ExitCode.USAGE, "not destroyed", "answer y, or add --yes");
        }
        try (ServiceClient service = connections.open(surroundings)) {
            if (version != null) {
                destroy(service, version);
                output.result(
                        Json.object().put("destroyed", name).put("version", version),
                        name + " version " + version + " is destroyed");
            } else {
                remove(service);
            }
        }
    }

    private void remove(ServiceClient service) {
        if (allVersions) {
            Listing.fetch(service, item(name) + "/versions", Map.of())
                    .json()
                    .get("items")
                    .valueStream()
                    .filter(each -> each.path("state").asText().equals("sealed"))
                    .forEach(each -> destroy(service, each.path("version").asLong()));
        }
        service.send(Request.delete(item(name)));
        output.result(Json.object().put("deleted", name), name + " is gone");
    }

    private void destroy(ServiceClient service, long number) {
        service.send(Request.delete(item(name) + "/versions/" + number));
        output.note(name + " version " + number + " is destroyed");
    }
}
