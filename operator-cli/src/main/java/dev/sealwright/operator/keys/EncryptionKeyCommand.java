package dev.sealwright.operator.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.service.Listing;
import dev.sealwright.operator.service.Once;
import dev.sealwright.operator.service.Organisation;
import dev.sealwright.operator.service.Question;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code encryption-key show|versions|rotate|wait|disable|enable|destroy|restore}. */
@Command(
        name = "encryption-key",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The key in the HSM under which the organisation's secrets are sealed.",
            "Rotated, its next version seals at once; what others sealed is moved to it in the"
                    + " background, and opens all the while."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright encryption-key rotate --wait",
            "  sealwright encryption-key disable 1",
            "  sealwright encryption-key destroy 1"
        })
public final class EncryptionKeyCommand {
    private final Surroundings surroundings;

    public EncryptionKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private String path(Connections connections, Organisation organisation) {
        return organisation.path(connections, surroundings) + "/encryption-key";
    }

    private String version(Connections connections, Organisation organisation, long number) {
        return path(connections, organisation) + "/versions/" + number;
    }

    @Command(
            name = "show",
            description = "Which version seals, and how far the re-encryption has come.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key show")
    void show(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Fields key = service.send(Request.get(path(connections, organisation))).json();
            output.result(key.node(), Reencryption.of(key).line());
        }
    }

    @Command(
            name = "versions",
            description = "List the versions, destroyed ones too.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key versions")
    void versions(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            Listing listing =
                    Listing.fetch(service, path(connections, organisation) + "/versions", Map.of());
            output.result(listing.json(), listing.table());
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Make the next version, which seals from then on.",
                "Secrets that others sealed are moved to it in the background."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  sealwright encryption-key rotate",
                "  sealwright encryption-key rotate --wait --json"
            })
    void rotate(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Option(names = "--wait", description = "Until every secret is moved.") boolean wait) {
        try (var service = connections.open(surroundings)) {
            String path = path(connections, organisation);
            Fields key =
                    postOnce(service, Request.repeatablePost(path + "/rotation", Json.object()));
            if (wait) {
                output.note("version " + key.number("latest_version") + " seals");
                finished(service, path, output);
            } else {
                output.result(key.node(), Reencryption.of(key).line());
            }
        }
    }

    @Command(
            name = "wait",
            description = {
                "Wait until every secret is under the version that seals.",
                "Exit code 1 when nothing but damaged ones is left."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key wait")
    void await(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output) {
        try (var service = connections.open(surroundings)) {
            finished(service, path(connections, organisation), output);
        }
    }

    private void finished(ServiceClient service, String path, OutputOptions output) {
        Fields key = Reencryption.await(service, path, output, surroundings);
        Reencryption reached = Reencryption.of(key);
        output.result(key.node(), reached.line());
        if (reached.isBlocked()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    reached.damaged() + " versions of secrets are damaged and were not moved",
                    "restore them from a backup of the database, or delete them");
        }
    }

    @Command(
            name = "disable",
            description =
                    "Let an older version open nothing more. Refused while a secret needs it.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key disable 1")
    void disable(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(connections, organisation, output, number, false);
    }

    @Command(
            name = "enable",
            description = "Let an older version open again what it sealed.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key enable 1")
    void enable(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(connections, organisation, output, number, true);
    }

    private void enabled(
            Connections connections,
            Organisation organisation,
            OutputOptions output,
            long number,
            boolean on) {
        ObjectNode body = Json.object().put("enabled", on);
        try (var service = connections.open(surroundings)) {
            Fields version =
                    service.send(Request.put(version(connections, organisation, number), body))
                            .json();
            output.result(version.node(), line(number, version));
        }
    }

    @Command(
            name = "destroy",
            description = {
                "Schedule the destruction of an older version. Refused while a secret needs it.",
                "It opens nothing more at once; restore takes that back until it is destroyed. Then"
                        + " old copies of the database are noise, but for the recovery key."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  sealwright encryption-key destroy 1",
                "  sealwright encryption-key destroy 1 --after-seconds 86400 --yes"
            })
    void destroy(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Option(
                            names = "--after-seconds",
                            paramLabel = "SECONDS",
                            defaultValue = "604800",
                            description = "A day to 90 days. Default: ${DEFAULT-VALUE}, a week.")
                    long after,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask at a terminal.")
                    boolean yes,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String what = "schedule the destruction of version " + number + "?";
        if (!yes && !Question.confirm(surroundings, what)) {
            throw new CommandFailure(ExitCode.USAGE, "not destroyed", "answer y, or add --yes");
        }
        String path =
                version(connections, organisation, number) + "?destroy_after_seconds=" + after;
        try (var service = connections.open(surroundings)) {
            Fields version = service.send(Request.delete(path)).json();
            output.result(
                    version.node(), line(number, version) + " until " + version.text("destroy_at"));
        }
    }

    @Command(
            name = "restore",
            description = "Take the scheduled destruction of a version back.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key restore 1")
    void restore(
            @Mixin Connections connections,
            @Mixin Organisation organisation,
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String path = version(connections, organisation, number) + "/restoration";
        try (var service = connections.open(surroundings)) {
            Fields version = postOnce(service, Request.repeatablePost(path, Json.object()));
            output.result(version.node(), line(number, version));
        }
    }

    private static String line(long number, Fields version) {
        return "version " + number + " is " + version.text("state");
    }

    /** A POST that may be sent again and acts once. */
    private Fields postOnce(ServiceClient service, Request request) {
        return service.send(Once.of(request, surroundings)).json();
    }
}
