package dev.sealwright.operator.verify;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --anchors} beside the root that must have signed them. */
public final class AnchoredTrust {
    @Mixin private final Trust trust = new Trust();

    @Option(
            names = "--anchors",
            required = true,
            paramLabel = "FILE",
            description = "The anchors document; the pinned root must have signed it.")
    private Path anchors = Path.of("");

    public ReceiptVerifier verifier(Surroundings surroundings) {
        return trust.verifier(anchors, surroundings);
    }
}
