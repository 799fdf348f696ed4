package dev.sealwright.operator.token;

import dev.sealwright.protocol.token.CapabilityToken;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A token and the key that it is bound to, as its holder gives both. */
final class HeldToken {
    @Parameters(paramLabel = "FILE", description = "The token.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The key that the token is bound to.")
    private Path key = Path.of("");

    CapabilityToken token() {
        return TokenText.read(file).token();
    }

    HolderFile holder() {
        return HolderFile.read(key);
    }
}
