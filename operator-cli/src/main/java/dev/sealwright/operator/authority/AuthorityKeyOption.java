package dev.sealwright.operator.authority;

import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --authority-key}: approve at once what one asks for. */
public final class AuthorityKeyOption {
    @Option(
            names = "--authority-key",
            paramLabel = "FILE",
            description = {
                "Where the organisation has authority keys: one of them, to approve this with.",
                "It is checked here that what waits for the signature is this and nothing else."
            })
    private @Nullable Path file;

    public boolean given() {
        return file != null;
    }

    /** Reads the key, asking for its passphrase where it has one. */
    public Optional<HostKey> read(Surroundings surroundings) {
        return Optional.ofNullable(file).map(each -> AuthorityKeyFile.read(each, surroundings));
    }

    public Optional<Approver> approver(
            ServiceClient service, VerifiedAnchors anchors, Surroundings surroundings) {
        return read(surroundings)
                .map(key -> new Approver(service, anchors, key, surroundings.clock()));
    }
}
