package dev.sealwright.operator.keys;

import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.verify.EvidenceFile;
import dev.sealwright.operator.verify.Trust;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys verify}: offline, from files. */
@Command(
        name = "verify",
        description = {
            "Verify what keys sign wrote, offline: that the public key made the signature, and with"
                    + " --anchors that the log holds the entry which allowed it.",
            "The public key is the one you trust, from keys versions or from the log itself."
        },
        footerHeading = "%nExample:%n",
        footer =
                "  sealwright keys verify app.tar.gz --signature app.sig.json --public-key"
                        + " release.pem --anchors anchors.cose")
final class VerifyCommand implements Runnable {
    private static final int MAX_PEM = 16 * 1024;
    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    @Mixin private final Trust trust = new Trust();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "What was signed; - is standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--signature",
            required = true,
            paramLabel = "FILE",
            description = "What keys sign --out wrote.")
    private Path signature = Path.of("");

    @Option(
            names = "--public-key",
            required = true,
            paramLabel = "FILE",
            description = "The public half of the version, PEM.")
    private Path publicKey = Path.of("");

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description =
                    "The anchors document; the pinned root must have signed it. Default: the"
                            + " receipt is not looked at.")
    private @Nullable Path anchors;

    private final Surroundings surroundings;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        SignatureFile signed = SignatureFile.of(EvidenceFile.json(signature));
        Bytes message = MessageFile.read(file, surroundings);
        if (!Sha256.of(message).equals(signed.digest())) {
            throw new VerificationException(Reason.MISMATCH, "a signature of another message");
        }
        signed.requireSignedBy(new SigningKey(signed.algorithm(), spki()), message);
        String logged = ", its entry in the log was not looked for";
        var result = Json.object().put("key", signed.key()).put("version", signed.version());
        if (anchors != null) {
            VerifiedLeaf leaf = signed.requireLogged(trust.verifier(anchors, surroundings));
            result.put("index", leaf.index());
            logged = ", as entry " + leaf.index() + " of " + leaf.origin() + " allowed";
        }
        output.result(
                result,
                "verified: signed by version " + signed.version() + " of " + signed.key() + logged);
    }

    private Bytes spki() {
        String text =
                new String(
                        EvidenceFile.bytes(publicKey, MAX_PEM).toArray(),
                        StandardCharsets.US_ASCII);
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw new MalformedException(publicKey + " is no public key in PEM");
        }
        try {
            return Bytes.of(Base64.getDecoder().decode(pem.group(1).replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(publicKey + " is no public key in PEM", e);
        }
    }
}
