package dev.sealwright.operator.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys create}: has a key made in the HSM. */
@Command(
        name = "create",
        description = {
            "Have a key made in the HSM, which it never leaves.",
            "The name must be free; keys apply changes what is there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright keys create release --description \"signs our releases\"",
            "  sealwright keys create documents --algorithm PS256 --expires-at 2028-01-01T00:00:00Z"
        })
final class CreateCommand extends KeyCommand {
    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "ES256",
            description = "ES256, Ed25519 or PS256 (RSA, 3072 bits). Default: ES256.")
    private String algorithm = "ES256";

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String description;

    @Option(
            names = "--destroy-after",
            paramLabel = "SECONDS",
            description = "How long a destruction waits. Default: a week.")
    private @Nullable Long destroyAfter;

    @Option(
            names = "--activates-at",
            paramLabel = "TIME",
            description = "When it may sign for the first time, RFC 3339. Default: at once.")
    private @Nullable String activatesAt;

    @Option(
            names = "--expires-at",
            paramLabel = "TIME",
            description = "From when it may not sign any more, RFC 3339. Default: never.")
    private @Nullable String expiresAt;

    CreateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var service = connections.open(surroundings)) {
            Request request = Request.put(item(), body()).header("If-None-Match", "*");
            Fields key = service.send(request).json();
            done(key, name + " is made; its public half:\n" + key.text("public_key_pem"));
        }
    }

    private ObjectNode body() {
        ObjectNode body = Json.object().put("algorithm", algorithm);
        if (description != null) {
            body.put("description", description);
        }
        if (destroyAfter != null) {
            body.put("destroy_after_seconds", destroyAfter);
        }
        if (activatesAt != null) {
            body.put("activates_at", activatesAt);
        }
        if (expiresAt != null) {
            body.put("expires_at", expiresAt);
        }
        return body;
    }
}
