package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract, called through a Unix domain socket. */
final class UnixKeyServiceTest extends KeyServiceContract {
    private final List<KeyServiceServer> servers = new ArrayList<>();

    @Override
    protected KeyService reach(KeyService here, Path own) {
        KeyServiceAddress.Unix address =
                new KeyServiceAddress.Unix(own.resolve("run").resolve("keys.sock"));
        servers.add(KeyServiceServer.open(address, UnixAccess.own(), peer -> here));
        return RemoteKeyService.at(address, Patience.USUAL);
    }

    @AfterEach
    void stop() {
        servers.forEach(KeyServiceServer::close);
    }
}
