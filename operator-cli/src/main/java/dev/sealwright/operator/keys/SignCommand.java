package dev.sealwright.operator.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys sign}: signs a file, in the open. */
@Command(
        name = "sign",
        description = {
            "Sign a file, or standard input, and keep the signature with its receipt.",
            "Every signature is an entry of the log that names you and the SHA-256 of the message."
                    + " It takes a role binding whose may_sign names the key."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright keys sign release app.tar.gz --out app.sig.json",
            "  sealwright keys sign release app.tar.gz --raw app.sig --der   for openssl dgst"
        })
final class SignCommand extends KeyCommand {
    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "What is signed; - is standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where signature, leaf and receipt are written, as JSON.")
    private @Nullable Path out;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Where the bare signature is written.")
    private @Nullable Path raw;

    @Option(
            names = "--der",
            description = "Write the bare signature of an ES256 key in DER, as OpenSSL has it.")
    private boolean der;

    SignCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        if (der && raw == null) {
            throw new CommandFailure(ExitCode.USAGE, "--der is a form of --raw", "add --raw FILE");
        }
        try (ServiceClient service = connections.open(surroundings)) {
            Fields answer =
                    postOnce(
                            service, Request.repeatablePost(item() + "/signatures", body(service)));
            SignatureFile signature = SignatureFile.of(answer);
            VerifiedLeaf leaf = signature.requireLogged(verifier(service));
            write(answer, signature);
            done(
                    answer,
                    name
                            + " version "
                            + signature.version()
                            + " signed; entry "
                            + leaf.index()
                            + " of the log");
        }
    }

    /** A message that is signed by its digest need not leave this machine. */
    private ObjectNode body(ServiceClient service) {
        String algorithm = service.send(Request.get(item())).json().text("algorithm");
        if (SigningAlgorithm.of(algorithm).hashes()) {
            return Json.object()
                    .put("message_sha256", MessageFile.digest(file, surroundings).base64Url());
        }
        Bytes message = MessageFile.read(file, surroundings);
        if (message.size() > MessageFile.SENT) {
            throw new CommandFailure(
                    ExitCode.MALFORMED,
                    "an Ed25519 key signs at most 16 KiB",
                    "sign the file's digest, or take a key for ES256 or PS256");
        }
        return Json.object().put("message", message.base64Url());
    }

    private ReceiptVerifier verifier(ServiceClient service) {
        return new ReceiptVerifier(connections.anchors(service, surroundings));
    }

    private void write(Fields answer, SignatureFile signature) {
        if (out != null) {
            write(out, Bytes.utf8(Json.readable(answer.node()) + "\n"));
        }
        if (raw != null) {
            boolean convert = der && signature.algorithm() == SigningAlgorithm.ES256;
            write(raw, convert ? EcdsaDer.of(signature.signature()) : signature.signature());
        }
    }

    private static void write(Path target, Bytes bytes) {
        try {
            Files.write(
                    target,
                    bytes.toArray(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot write " + target, "check the path and its rights", e);
        }
    }
}
