package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Desk;
import dev.sealwright.operator.service.OncePost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mac-key versions|rotate|disable|enable|destroy|restore}. */
@Command(
        name = "mac-key",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The service's own key in the HSM that derives what API keys and kept answers are stored"
                    + " under.",
            "Rotated, what is new stands under the next version at once; an API key moves to it when"
                    + " it is used, a kept answer ends within a day. Takes the role PLATFORM."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright mac-key rotate",
            "  sealwright mac-key versions --json",
            "  sealwright mac-key destroy 1"
        })
public final class MacKeyCommand {
    private static final String KEY = "/v1/mac-key";
    private static final String VERSIONS = KEY + "/versions";

    private final Surroundings surroundings;

    public MacKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "versions",
            description =
                    "List the versions, destroyed ones too, and how many API keys stand under each.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright mac-key versions")
    void versions(@Mixin Desk desk) {
        desk.list(surroundings, VERSIONS);
    }

    @Command(
            name = "rotate",
            description = "Make the next version, for what is new from then on.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright mac-key rotate")
    void rotate(@Mixin Desk desk) {
        post(desk, KEY + "/rotation");
    }

    @Command(
            name = "disable",
            description =
                    "Let nothing count that stands under an older version. Refused while anything"
                            + " does, unless it is forced.",
            footerHeading = "%nExamples:%n",
            footer = {"  sealwright mac-key disable 1", "  sealwright mac-key disable 1 --force"})
    void disable(
            @Mixin Desk desk,
            @Option(
                            names = "--force",
                            description = "API keys that stand under it are refused then.")
                    boolean force,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(desk, number, false, force);
    }

    @Command(
            name = "enable",
            description = "Let what stands under an older version count again.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright mac-key enable 1")
    void enable(
            @Mixin Desk desk,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        enabled(desk, number, true, false);
    }

    private void enabled(Desk desk, long number, boolean on, boolean force) {
        var body = Json.object().put("enabled", on);
        String path = version(number) + (force ? "?force=true" : "");
        desk.send(surroundings, Request.put(path, body), MacKeyCommand::line);
    }

    @Command(
            name = "destroy",
            description = {
                "Schedule the destruction of an older version. Refused while anything stands under"
                        + " it, unless it is forced.",
                "Nothing counts under it at once; restore takes that back until it is destroyed."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  sealwright mac-key destroy 1",
                "  sealwright mac-key destroy 1 --after-seconds 86400 --yes"
            })
    void destroy(
            @Mixin Desk desk,
            @Mixin Destruction destruction,
            @Option(
                            names = "--force",
                            description = "API keys that stand under it are refused then.")
                    boolean force,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String path =
                version(number)
                        + destruction.query(surroundings, "version " + number)
                        + (force ? "&force=true" : "");
        desk.send(
                surroundings,
                Request.delete(path),
                key -> state(key) + " until " + key.text("destroy_at"));
    }

    @Command(
            name = "restore",
            description = "Take the scheduled destruction of a version back.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright mac-key restore 1")
    void restore(
            @Mixin Desk desk,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        post(desk, version(number) + "/restoration");
    }

    private void post(Desk desk, String path) {
        Request request = OncePost.of(path, Json.object(), surroundings);
        desk.send(surroundings, request, MacKeyCommand::line);
    }

    private static String version(long number) {
        return VERSIONS + "/" + number;
    }

    private static String state(Fields key) {
        return "version " + key.number("version") + " is " + key.text("state");
    }

    private static String line(Fields key) {
        return state(key) + "; API keys under it: " + key.number("api_keys");
    }
}
