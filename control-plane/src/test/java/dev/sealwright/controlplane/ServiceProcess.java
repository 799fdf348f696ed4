package dev.sealwright.controlplane;

import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.credential.Credentials;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.JavaProgram;
import dev.sealwright.testkit.Postgres;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The control plane as it is started in production: {@link Main} in a process of its own, on a data
 * folder with its own ceremony, SoftHSM2 tokens and PostgreSQL database, with PIN and password
 * handed over as systemd does. A test may kill it at any moment and start it again on the same
 * folder.
 */
public final class ServiceProcess implements TestedService, BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SoftHsm hsm = new SoftHsm();
    private final Postgres database = new Postgres();
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    private final Map<String, String> more = new HashMap<>();
    private Optional<Ceremony> ceremony = Optional.empty();
    private Optional<JavaProgram> program = Optional.empty();

    /** With one more variable in its environment. */
    public ServiceProcess with(String variable, String value) {
        more.put(variable, value);
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        hsm.beforeAll(context);
        Path home = Files.createTempDirectory("sealwright-process");
        ceremony = Optional.of(Ceremony.heldIn(home, hsm, KeyServiceConfig.SERVICE_TOKEN));
        handOver(
                Credentials.SERVICE_PIN, Files.readString(home.resolve("hsm").resolve("user.pin")));
        handOver(Credentials.DATABASE_PASSWORD, database.password());
        Files.delete(home.resolve("hsm").resolve("user.pin"));
        for (Listener listener : Listener.values()) {
            ports.put(listener, FreePorts.one());
        }
        program =
                Optional.of(
                        new JavaProgram(
                                Main.class.getName(),
                                environment(),
                                home().resolve("service.log")));
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        program.ifPresent(JavaProgram::kill);
        database.afterAll(context);
        hsm.afterAll(context);
    }

    /** Starts it on what is there, and waits until it is ready. */
    public void start() {
        program.orElseThrow().start();
        program.orElseThrow().await(this::ready, PATIENCE);
    }

    /** SIGKILL. */
    public void kill() {
        program.orElseThrow().kill();
    }

    /** Takes the HSM's tokens away, as a pulled device would be. */
    public void loseToken() {
        move("tokens", "aside");
    }

    /** Puts back what {@link #loseToken} took. */
    public void regainToken() {
        move("aside", "tokens");
    }

    private void move(String from, String to) {
        Path hsmFolder = home().resolve("hsm");
        try {
            Files.move(hsmFolder.resolve(from), hsmFolder.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return program.orElseThrow().isAlive();
    }

    private boolean ready() {
        try {
            return client(Listener.PEOPLE, null).get("/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Path home() {
        return ceremony.orElseThrow().home();
    }

    private Path credentials() {
        return home().resolve("credentials");
    }

    /** As systemd does that grants access by a list: the group's bits are its mask. */
    private void handOver(String name, String secret) throws IOException {
        Files.createDirectories(credentials());
        Path file = Files.writeString(credentials().resolve(name), secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(own());
        environment.putAll(more);
        return environment;
    }

    private Map<String, String> own() {
        return Map.of(
                "SEALWRIGHT_HOME",
                home().toString(),
                "SEALWRIGHT_KEY_SERVICE",
                "embedded",
                "SEALWRIGHT_PKCS11_MODULE",
                hsm.module().toString(),
                "SOFTHSM2_CONF",
                home().resolve("hsm").resolve("softhsm2.conf").toString(),
                "SEALWRIGHT_DB_URL",
                database.jdbcUrl(),
                "SEALWRIGHT_DB_USER",
                database.username(),
                Credentials.FOLDER,
                credentials().toString(),
                "SEALWRIGHT_PEOPLE_PORT",
                ports.get(Listener.PEOPLE).toString(),
                "SEALWRIGHT_HOSTS_PORT",
                ports.get(Listener.HOSTS).toString());
    }

    @Override
    public VerifiedAnchors anchors() {
        try {
            Path document = home().resolve("ceremony").resolve("anchors.cose");
            return AnchorsDocument.verify(
                    Bytes.of(Files.readAllBytes(document)),
                    ceremony.orElseThrow().folder().rootPin(),
                    clock().instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine's, which the process goes by. */
    @Override
    public InstantSource clock() {
        return Instant::now;
    }

    public DataSource database() {
        return database.dataSource();
    }

    @Override
    public Client admin() {
        return client(Listener.PEOPLE, null).withKey(Ceremony.ADMIN_KEY);
    }

    @Override
    public Client hosts() {
        return client(Listener.HOSTS, null);
    }

    @Override
    public Client hosts(KeyManager[] keys) {
        return client(Listener.HOSTS, keys);
    }

    private Client client(Listener listener, KeyManager[] keys) {
        return Client.trusting(
                anchors().root(), keys, URI.create("https://localhost:" + ports.get(listener)));
    }
}
