package dev.sealwright.operator.verify;

import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --root-fingerprint} and {@code --anchors}: where all trust comes from. */
public final class Trust {
    @Mixin private final Connections connections = new Connections();

    @Option(
            names = "--root-fingerprint",
            paramLabel = "SHA-256",
            description =
                    "The root's fingerprint. Default: $SEALWRIGHT_ROOT_FINGERPRINT, or the one of"
                            + " login.")
    private @Nullable String fingerprint;

    public RootPin pin(Surroundings surroundings) {
        if (fingerprint != null) {
            return RootPin.parse(fingerprint);
        }
        return connections
                .root(surroundings)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "no root is pinned",
                                        "add --root-fingerprint, from a source you trust"));
    }

    /** Verifies under those anchors, if the pinned root signed them. */
    public ReceiptVerifier verifier(Bytes anchors, Surroundings surroundings) {
        return new ReceiptVerifier(
                AnchorsDocument.verify(anchors, pin(surroundings), surroundings.clock().instant()));
    }

    /** The same for anchors in a file. */
    public ReceiptVerifier verifier(Path anchors, Surroundings surroundings) {
        return verifier(EvidenceFile.bytes(anchors, AnchorsDocument.MAX_SIZE), surroundings);
    }
}
