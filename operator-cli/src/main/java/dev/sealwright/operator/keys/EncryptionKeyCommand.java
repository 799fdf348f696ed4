package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.OncePost;
import dev.sealwright.operator.service.OrgDesk;
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
    private static final String KEY = "/encryption-key";
    private static final String VERSIONS = KEY + "/versions";

    private final Surroundings surroundings;

    public EncryptionKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "show",
            description = "Which version seals, and how far the re-encryption has come.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key show")
    void show(@Mixin OrgDesk desk) {
        var request = Request.get(desk.path(surroundings, KEY));
        desk.send(surroundings, request, key -> Reencryption.of(key).line());
    }

    @Command(
            name = "versions",
            description = "List the versions, destroyed ones too.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key versions")
    void versions(@Mixin OrgDesk desk) {
        desk.list(surroundings, VERSIONS);
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
            @Mixin OrgDesk desk,
            @Option(names = "--wait", description = "Until every secret is moved.") boolean wait) {
        String path = desk.path(surroundings, KEY);
        Request request = OncePost.of(path + "/rotation", Json.object(), surroundings);
        if (!wait) {
            desk.send(surroundings, request, key -> Reencryption.of(key).line());
            return;
        }
        try (var service = desk.open(surroundings)) {
            Fields key = service.send(request).json();
            desk.output().note("version " + key.number("latest_version") + " seals");
            finished(service, path, desk.output());
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
    void await(@Mixin OrgDesk desk) {
        try (var service = desk.open(surroundings)) {
            finished(service, desk.path(surroundings, KEY), desk.output());
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
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(desk, number, false);
    }

    @Command(
            name = "enable",
            description = "Let an older version open again what it sealed.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key enable 1")
    void enable(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(desk, number, true);
    }

    private void enabled(OrgDesk desk, long number, boolean on) {
        var body = Json.object().put("enabled", on);
        var request = Request.put(desk.path(surroundings, version(number)), body);
        desk.send(surroundings, request, version -> line(number, version));
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
            @Mixin OrgDesk desk,
            @Mixin Destruction destruction,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String path =
                desk.path(surroundings, version(number))
                        + destruction.query(surroundings, "version " + number);
        desk.send(
                surroundings,
                Request.delete(path),
                version -> line(number, version) + " until " + version.text("destroy_at"));
    }

    @Command(
            name = "restore",
            description = "Take the scheduled destruction of a version back.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright encryption-key restore 1")
    void restore(
            @Mixin OrgDesk desk,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String path = desk.path(surroundings, version(number)) + "/restoration";
        desk.send(
                surroundings,
                OncePost.of(path, Json.object(), surroundings),
                version -> line(number, version));
    }

    private static String version(long number) {
        return VERSIONS + "/" + number;
    }

    private static String line(long number, Fields version) {
        return "version " + number + " is " + version.text("state");
    }
}
