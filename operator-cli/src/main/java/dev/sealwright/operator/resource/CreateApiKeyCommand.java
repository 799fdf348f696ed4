package dev.sealwright.operator.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.ApiKey;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code api-keys create}: the key is made here; the service gets its digest. */
@Command(
        name = "create",
        description = {
            "Make an API key here and register its digest; the service never sees the key.",
            "The key is written to a private file before it is registered."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright api-keys create ci --user builder --out ci.key")
final class CreateApiKeyCommand extends ResourceCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Option(
            names = "--user",
            required = true,
            paramLabel = "USER",
            description = "Whose key it is.")
    private String user = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the key is written, mode 0600; must not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            description = "RFC 3339, such as 2027-01-01T00:00:00Z. Default: never.")
    private @Nullable String expiresAt;

    CreateApiKeyCommand(Surroundings surroundings) {
        super(ResourceKind.API_KEYS, surroundings);
    }

    @Override
    public void run() {
        if (Files.exists(out)) {
            throw new CommandFailure(
                    ExitCode.LOCAL, out + " exists already", "choose a file that does not exist");
        }
        ApiKey key = ApiKey.generate(surroundings.random());
        try (var service = connections.open(surroundings)) {
            PrivateFile.write(out, (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
            var answer = service.send(Request.put(item(name), body(key))).json().node();
            output.result(answer, name + " is registered; the key is in " + out);
        }
    }

    private ObjectNode body(ApiKey key) {
        ObjectNode body =
                Json.object().put("user", user).put("secret_sha256", key.digest().base64Url());
        if (expiresAt != null) {
            body.put("expires_at", expiresAt);
        }
        return body;
    }
}
