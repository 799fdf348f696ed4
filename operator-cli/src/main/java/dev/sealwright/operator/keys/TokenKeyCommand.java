package dev.sealwright.operator.keys;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Desk;
import dev.sealwright.operator.service.OncePost;
import dev.sealwright.operator.service.Paths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code token-key versions|rotate|destroy|restore}. */
@Command(
        name = "token-key",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The service's own keys in the HSM that sign its JSON Web Tokens: one for EdDSA, one for"
                    + " ES256.",
            "Rotated, the next one signs at once, and /.well-known/jwks.json has both for as long"
                    + " as tokens of the older one live. Takes the role PLATFORM."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright token-key versions EdDSA",
            "  sealwright token-key rotate EdDSA",
            "  sealwright token-key destroy EdDSA 1"
        })
public final class TokenKeyCommand {
    private static final String ALGORITHM = "EdDSA or ES256.";

    private final Surroundings surroundings;

    public TokenKeyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private static String path(String algorithm) {
        return "/v1/token-keys/" + Paths.segment(algorithm);
    }

    private static String version(String algorithm, long number) {
        return path(algorithm) + "/versions/" + number;
    }

    @Command(
            name = "versions",
            description = "List the keys that sign or did, destroyed ones too.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright token-key versions ES256")
    void versions(
            @Mixin Desk desk,
            @Parameters(paramLabel = "ALGORITHM", description = ALGORITHM) String algorithm) {
        desk.list(surroundings, path(algorithm) + "/versions");
    }

    @Command(
            name = "rotate",
            description = "Make the next key, which signs from then on.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright token-key rotate EdDSA")
    void rotate(
            @Mixin Desk desk,
            @Parameters(paramLabel = "ALGORITHM", description = ALGORITHM) String algorithm) {
        post(desk, path(algorithm) + "/rotation");
    }

    @Command(
            name = "destroy",
            description = {
                "Schedule the destruction of an older key.",
                "What it signed verifies on; restore takes the destruction back until it is"
                        + " destroyed."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  sealwright token-key destroy EdDSA 1",
                "  sealwright token-key destroy EdDSA 1 --after-seconds 86400 --yes"
            })
    void destroy(
            @Mixin Desk desk,
            @Mixin Destruction destruction,
            @Parameters(paramLabel = "ALGORITHM", description = ALGORITHM) String algorithm,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        String what = "the key " + algorithm + " " + number;
        String path = version(algorithm, number) + destruction.query(surroundings, what);
        desk.send(
                surroundings,
                Request.delete(path),
                key -> line(key) + " until " + key.text("destroy_at"));
    }

    @Command(
            name = "restore",
            description = "Take the scheduled destruction of a key back.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright token-key restore EdDSA 1")
    void restore(
            @Mixin Desk desk,
            @Parameters(paramLabel = "ALGORITHM", description = ALGORITHM) String algorithm,
            @Parameters(paramLabel = "VERSION", description = "Its number.") long number) {
        post(desk, version(algorithm, number) + "/restoration");
    }

    private void post(Desk desk, String path) {
        Request request = OncePost.of(path, Json.object(), surroundings);
        desk.send(surroundings, request, TokenKeyCommand::line);
    }

    private static String line(Fields key) {
        return "version " + key.number("version") + " is " + key.text("state");
    }
}
