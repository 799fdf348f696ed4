package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract, called through TLS 1.3 with both sides' keys pinned. */
final class TlsKeyServiceTest extends KeyServiceContract {
    private final List<KeyServiceServer> servers = new ArrayList<>();

    @Override
    protected KeyService reach(KeyService here, Path own) {
        TlsChannel channel = TlsChannel.made(own.resolve("channel"));
        servers.add(channel.serve(here));
        return channel.client(Patience.USUAL);
    }

    @AfterEach
    void stop() {
        servers.forEach(KeyServiceServer::close);
    }
}
