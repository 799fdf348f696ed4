package dev.sealwright.operator.secret;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.StreamedAnswer;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Progress;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Paths;
import dev.sealwright.operator.service.Question;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.secret.SecretContent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final int MAX = Math.toIntExact(SecretContent.MAX_SIZE);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern PLACE = Pattern.compile("index=([0-9]{1,18}), size=[0-9]{1,18}");

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
            SecretReceipts receipts = new SecretReceipts(verifier(service));
            try (StreamedAnswer answer = service.open(request())) {
                long number = number(answer);
                long index =
                        receipts.check(
                                Bytes.fromBase64Url(answer.header("Sealwright-Leaf")),
                                Receipt.parse(receipt(service, answer)),
                                number,
                                SecretBody.Unseal.class);
                write(answer);
                done(number, "entry " + index);
            }
        }
    }

    private Request request() {
        return Request.post(item(name) + "/versions/" + Paths.segment(version) + "/unseal")
                .header("Accept", "application/octet-stream, application/problem+json;q=0.9")
                .upTo(MAX);
    }

    private static long number(StreamedAnswer answer) {
        String text = answer.header("Sealwright-Version");
        if (!NUMBER.matcher(text).matches()) {
            throw new MalformedException("a version that is no number");
        }
        return Long.parseLong(text);
    }

    /** The receipt in the headers, or where they point to when it has no room there. */
    private static String receipt(ServiceClient service, StreamedAnswer answer) {
        if (answer.has("Sealwright-Proof")) {
            Bytes text = Bytes.fromBase64Url(answer.header("Sealwright-Proof"));
            return new String(text.toArray(), StandardCharsets.UTF_8);
        }
        Matcher place = PLACE.matcher(answer.header("Sealwright-Receipt"));
        if (!place.matches()) {
            throw new MalformedException("a receipt of another form");
        }
        Bytes text = service.send(Request.get("/audit/proof?index=" + place.group(1))).body();
        return new String(text.toArray(), StandardCharsets.UTF_8);
    }

    private void write(StreamedAnswer answer) {
        try (Progress progress = output.progress("opening", surroundings)) {
            PrivateFile.Content content =
                    target -> answer.copyTo(target, done -> progress.at(done, answer.size()));
            if (out.toString().equals("-")) {
                print(answer, content);
            } else {
                PrivateFile.write(out, content);
            }
        }
    }

    private void print(StreamedAnswer answer, PrivateFile.Content content) {
        byte[] value = new byte[Math.toIntExact(answer.size())];
        try {
            content.writeTo(new Filling(ByteBuffer.wrap(value)));
            print(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    /** Into an array of the right size, so that no copy is left behind. */
    private static final class Filling extends OutputStream {
        private final ByteBuffer target;

        private Filling(ByteBuffer target) {
            this.target = target;
        }

        @Override
        public void write(int one) {
            target.put((byte) one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            target.put(bytes, offset, length);
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
