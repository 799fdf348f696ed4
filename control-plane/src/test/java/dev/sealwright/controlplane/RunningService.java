package dev.sealwright.controlplane;

import dev.sealwright.attestation.evidence.TrustedRoots;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.controlplane.listener.ListenerPorts;
import dev.sealwright.controlplane.log.FirstPlatformKey;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.SoftHsm;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole control plane for a test class: keys in SoftHSM2 that the ceremony made, a PostgreSQL
 * database of its own, a clock the test sets, both listeners on free ports.
 *
 * <pre>{@code
 * @RegisterExtension static final RunningService SERVICE = new RunningService();
 *
 * @Test void theAdministratorIsKnown() { SERVICE.admin().get("/v1/whoami"); }
 * }</pre>
 */
public final class RunningService implements TestedService, BeforeAllCallback, AfterAllCallback {
    /** The first administrator's API key. */
    public static final String ADMIN_KEY = Ceremony.ADMIN_KEY;

    private final SoftHsm hsm = new SoftHsm();
    private final Postgres database = new Postgres();
    private final SettableClock clock =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final UnaryOperator<KeyService> around;
    private final Map<String, Object> more = new HashMap<>();
    private Optional<Running> running = Optional.empty();
    private Optional<Path> state = Optional.empty();
    private TrustedRoots roots = TrustedRoots.PRODUCTION;

    public RunningService() {
        this(UnaryOperator.identity());
    }

    /** With something between the control plane and its key service, such as a fault to be. */
    public RunningService(UnaryOperator<KeyService> around) {
        this.around = around;
    }

    /** With one more property, from the next start on. */
    public RunningService with(String property, Object value) {
        more.put(property, value);
        return this;
    }

    /** Evidence is judged under these roots in place of the vendors'. */
    public RunningService trusting(TrustedRoots evidenceRoots) {
        roots = evidenceRoots;
        return this;
    }

    private record Running(ApplicationContext context, KeyService keyService) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        hsm.beforeAll(context);
        Ceremony.held(hsm);
        state = Optional.of(Files.createTempDirectory("sealwright-state"));
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
        database.afterAll(context);
        hsm.afterAll(context);
    }

    /** Starts the service on the database and the key service's state that are there. */
    public void start() {
        Ceremony ceremony = Ceremony.held(hsm);
        KeyService keyService = KeyServices.openPkcs11(ceremony.config(state.orElseThrow()), clock);
        try {
            running = Optional.of(new Running(started(ceremony, keyService), keyService));
        } catch (RuntimeException e) {
            keyService.close();
            throw e;
        }
    }

    private ApplicationContext started(Ceremony ceremony, KeyService keyService) {
        ApplicationContext context =
                ApplicationContext.builder()
                        .deduceEnvironment(false)
                        .banner(false)
                        .properties(properties())
                        .singletons(
                                new OpenedKeyService(around.apply(keyService)),
                                new ServiceClock(clock),
                                ceremony.folder().rootPin(),
                                roots,
                                new FirstPlatformKey(Ceremony.adminKeyDigest()),
                                ceremony.folder().epochFile())
                        .start();
        try {
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException e) {
            context.stop();
            throw e;
        }
    }

    /** Stops service and key service; {@link #start} brings them back. */
    public void stop() {
        running.ifPresent(
                was -> {
                    was.context().stop();
                    was.keyService().close();
                });
        running = Optional.empty();
    }

    /** Both, once the new certificate has begun by the machine's clock, which TLS goes by. */
    public void restart() {
        while (Instant.now().isBefore(clock.instant())) {
            Thread.onSpinWait();
        }
        stop();
        start();
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("datasources.default.url", database.jdbcUrl());
        properties.put("datasources.default.username", database.username());
        properties.put("datasources.default.password", database.password());
        properties.put("micronaut.server.netty.listeners.people.port", FreePorts.one());
        properties.put("micronaut.server.netty.listeners.hosts.port", FreePorts.one());
        properties.putAll(more);
        return properties;
    }

    public ApplicationContext context() {
        return running.orElseThrow().context();
    }

    public <T> T bean(Class<T> type) {
        return context().getBean(type);
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    /** A ceremony that its operator signed, under this title. */
    public ScriptedCeremony ceremony(String title) {
        return ScriptedCeremony.of(anchors(), Ceremony.held(hsm).operatorKey(), title);
    }

    Path operatorKey() {
        return Ceremony.held(hsm).operatorKey();
    }

    public DataSource database() {
        return database.dataSource();
    }

    @Override
    public VerifiedAnchors anchors() {
        return bean(VerifiedAnchors.class);
    }

    /** The people listener, without a credential. */
    public Client people() {
        return client(Listener.PEOPLE, null);
    }

    @Override
    public Client admin() {
        return people().withKey(ADMIN_KEY);
    }

    @Override
    public Client hosts() {
        return client(Listener.HOSTS, null);
    }

    @Override
    public Client hosts(KeyManager[] keys) {
        return client(Listener.HOSTS, keys);
    }

    public URI uri(Listener listener) {
        return URI.create("https://localhost:" + bean(ListenerPorts.class).port(listener));
    }

    private Client client(Listener listener, KeyManager[] keys) {
        return Client.trusting(anchors().root(), keys, uri(listener));
    }

    /** TLS that trusts the root of the ceremony and nothing else. */
    public SSLContext tls(KeyManager[] keys) {
        return Client.tls(anchors().root(), keys);
    }
}
