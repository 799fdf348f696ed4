package dev.sealwright.operator.secret;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.operator.service.Question;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.SecretBody;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secrets unseal}: opens a version, in the open. */
@Command(
        name = "unseal",
        description = {
            "Open a version and write its value to a private file, or to standard output.",
            "Every opening is an entry of the log that names you. It takes a role binding whose"
                    + " may_unseal names the secret."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright secrets unseal db-password --out password.txt",
            "  sealwright secrets unseal tls-key --version 3 --out -"
        })
final class UnsealCommand extends SecretCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Of the secret.")
    private String name = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            defaultValue = "latest",
            description = "Which version. Default: the latest.")
    private String version = "latest";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the value is written, mode 0600; - is standard output.")
    private Path out = Path.of("");

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask at a terminal.")
    private boolean yes;

    UnsealCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        String what = "open version " + version + " of " + name + "? The log will name you";
        if (!yes && !Question.confirm(surroundings, what)) {
            throw new CommandFailure(ExitCode.USAGE, "not opened", "answer y, or add --yes");
        }
        try (ServiceClient service = connections.open(surroundings)) {
            Fields answer =
                    service.send(
                                    Request.post(
                                            item(name)
                                                    + "/versions/"
                                                    + Paths.segment(version)
                                                    + "/unseal"))
                            .json();
            long index =
                    new SecretReceipts(verifier(service)).check(answer, SecretBody.Unseal.class);
            write(Bytes.fromBase64Url(answer.text("value")).toArray());
            done(answer.number("version"), "entry " + index);
        }
    }

    private void write(byte[] value) {
        Consumer<byte[]> target =
                out.toString().equals("-") ? this::print : bytes -> PrivateFile.write(out, bytes);
        try {
            target.accept(value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** As text: a terminal is no place for other bytes. */
    private void print(byte[] value) {
        try {
            surroundings
                    .out()
                    .print(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)));
            surroundings.out().flush();
        } catch (CharacterCodingException e) {
            throw new CommandFailure(
                    ExitCode.MALFORMED,
                    "the value is no text",
                    "write it to a file: --out FILE",
                    e);
        }
    }

    private void done(long number, String where) {
        String line = name + " version " + number + " was opened; " + where + " of the log";
        if (out.toString().equals("-")) {
            output.note(line);
        } else {
            output.result(
                    Json.object()
                            .put("name", name)
                            .put("version", number)
                            .put("file", out.toString()),
                    line + "; the value is in " + out);
        }
    }
}
