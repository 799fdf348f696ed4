package dev.sealwright.operator.secret;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.RequestBody;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Progress;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Once;
import dev.sealwright.operator.service.Question;
import dev.sealwright.protocol.leaf.SecretBody;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secrets put}: seals a value as the next version. */
@Command(
        name = "put",
        description = {
            "Seal a value as the next version of a secret, making the secret if need be.",
            "The value is asked for without echo, or read from standard input or a file; it never"
                    + " stands on the command line."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright secrets put db-password --description \"the orders database\"",
            "  sealwright secrets put tls-key --value-file key.pem",
            "  generate | sealwright secrets put token --value-file -"
        })
final class PutCommand extends SecretCommand {

    /** For a large value on a slow line; the service ends what is slower. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The secret; asked for at a terminal when left out.")
    private @Nullable String name;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What it is, for people. Default: as it was.")
    private @Nullable String description;

    @Option(
            names = "--value-file",
            paramLabel = "FILE",
            description = "Read the value from here, every byte; - is standard input.")
    private @Nullable Path valueFile;

    PutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        String secret = name();
        byte[] value = SecretValue.read(Optional.ofNullable(valueFile), surroundings);
        try (ServiceClient service = connections.open(surroundings)) {
            describe(service, secret);
            Fields added = add(service, secret, value);
            long index = new SecretReceipts(verifier(service)).check(added, SecretBody.Seal.class);
            output.result(
                    Json.object()
                            .put("name", secret)
                            .put("version", added.number("version"))
                            .put("blob_sha256", added.text("blob_sha256"))
                            .put("size", added.number("size"))
                            .put("index", index),
                    secret
                            + " version "
                            + added.number("version")
                            + " is sealed; entry "
                            + index
                            + " of the log");
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private String name() {
        if (name != null) {
            return name;
        }
        if (!surroundings.interactive()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "it is not said which secret", "add its name behind put");
        }
        if (description == null) {
            String asked = Question.ask(surroundings, "name");
            String text = Question.ask(surroundings, "description (empty: as it was)");
            description = text.isEmpty() ? null : text;
            return asked;
        }
        return Question.ask(surroundings, "name");
    }

    private void describe(ServiceClient service, String secret) {
        if (description != null || isNew(service, secret)) {
            service.send(
                    Request.put(
                            item(secret),
                            Json.object()
                                    .put("description", description == null ? "" : description)));
        }
    }

    private boolean isNew(ServiceClient service, String secret) {
        try {
            service.send(Request.get(item(secret)));
            return false;
        } catch (ProblemException e) {
            if (e.is("not-found")) {
                return true;
            }
            throw e;
        }
    }

    private Fields add(ServiceClient service, String secret, byte[] value) {
        try (Progress progress = output.progress("sealing", surroundings)) {
            RequestBody body =
                    RequestBody.bytes(value.length, () -> new CountedValue(value, progress));
            Request request =
                    Once.of(Request.repeatablePost(item(secret) + "/versions", body), surroundings)
                            .header("Content-Digest", digest(value))
                            .within(LONGEST);
            return service.send(request).json();
        }
    }

    /** RFC 9530: what the body is, so that a repetition is known for one. */
    private static String digest(byte[] value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
            return "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
