package dev.sealwright.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.KeyServiceServer;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.keyservice.wire.UnixAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A control plane whose key service is behind a socket. */
class SplitServiceTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(15), Duration.ofMillis(200));

    @TempDir static Path folder;

    @RegisterExtension
    static final RunningService SERVICE = new RunningService(SplitServiceTest::reached);

    private static Optional<KeyService> inner = Optional.empty();
    private static Optional<KeyServiceServer> server = Optional.empty();
    private static Optional<RemoteKeyService> client = Optional.empty();

    private static RemoteKeyService reached(KeyService service) {
        inner = Optional.of(service);
        serve();
        RemoteKeyService remote = RemoteKeyService.at(address(), SHORT);
        remote.awaitFirst(Duration.ofSeconds(20));
        client = Optional.of(remote);
        return remote;
    }

    private static KeyServiceAddress.Unix address() {
        return new KeyServiceAddress.Unix(folder.resolve("run").resolve("keys.sock"));
    }

    private static void serve() {
        server =
                Optional.of(
                        KeyServiceServer.open(
                                address(), UnixAccess.own(), peer -> inner.orElseThrow()));
    }

    @AfterAll
    static void end() {
        client.ifPresent(RemoteKeyService::close);
        server.ifPresent(KeyServiceServer::close);
    }

    private static Answer declare(String org) {
        return SERVICE.admin().put("/v1/orgs/" + org, "{\"display_name\": \"" + org + "\"}");
    }

    @Test
    void itOutlivesTheAbsenceOfItsKeyServiceAndSaysWhatIsAway() {
        assertThat(declare("before").status()).isEqualTo(201);

        server.orElseThrow().close();
        Answer ready = SERVICE.people().get("/ready");
        assertThat(ready.status()).isEqualTo(503);
        List<Json> failed =
                ready.json().items("checks").stream().filter(each -> !each.flag("ok")).toList();
        assertThat(failed).extracting(each -> each.text("name")).contains("key-service", "hsm");
        assertThat(SERVICE.people().get("/health").status()).isEqualTo(200);

        serve();
        client.orElseThrow().awaitFirst(Duration.ofSeconds(20));
        assertThat(declare("after").status()).isEqualTo(201);
    }
}
