package dev.sealwright.controlplane;

import dev.sealwright.attestation.evidence.TrustedRoots;
import dev.sealwright.controlplane.log.FirstPlatformKey;
import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.keyservice.credential.Credentials;
import dev.sealwright.keyservice.signature.FastSignatures;
import dev.sealwright.protocol.SuppressForbidden;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the control plane on a data folder.
 *
 * <p>Environment: {@code SEALWRIGHT_HOME}, those of {@link KeyServiceChoice} and {@link
 * MemberList}, {@code SEALWRIGHT_DB_URL}, {@code SEALWRIGHT_DB_USER}, {@code
 * SEALWRIGHT_DB_PASSWORD_FILE}, {@code SEALWRIGHT_PEOPLE_PORT}, {@code SEALWRIGHT_HOSTS_PORT},
 * {@code SEALWRIGHT_LOG_FORMAT} ({@code lines} or {@code json}). PIN and password come as systemd
 * credentials where there are any ({@link Credentials}). Exit code 1 when it cannot start; the last
 * line of the log says why.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Set<String> LOG_FORMATS = Set.of("lines", "json");

    private Main() {}

    public static void main(String[] args) {
        try {
            start(System.getenv());
        } catch (RuntimeException e) {
            LOG.error("the service did not start: {}", reasons(e), e);
            System.exit(1);
        }
    }

    @SuppressForbidden("the program's entry point makes the clock")
    private static void start(Map<String, String> environment) {
        requireLogFormat(environment);
        FastSignatures.install();
        DataFolder folder =
                new DataFolder(Path.of(environment.getOrDefault("SEALWRIGHT_HOME", ".sealwright")));
        InstantSource clock = InstantSource.system();
        List<FurtherMember> further = MemberList.of(environment).open(clock);
        FurtherMember first =
                KeyServiceChoice.of(environment)
                        .open(
                                folder,
                                clock,
                                further.isEmpty() ? KeyServiceChoice.START : Duration.ZERO);
        ApplicationContext context =
                Micronaut.build(new String[0])
                        .banner(false)
                        .properties(properties(environment))
                        .singletons(
                                new OpenedKeyService(first, further),
                                new ServiceClock(clock),
                                folder.rootPin(),
                                TrustedRoots.PRODUCTION,
                                new FirstPlatformKey(folder.firstPlatformKeyDigest()),
                                folder.epochFile())
                        .start();
        // The server's own shutdown hook takes its lock before the context's; so does this one.
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        LOG.info("the service is up; home {}", folder.home().toAbsolutePath());
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            server.stop();
                                            first.service().close();
                                            further.forEach(each -> each.service().close());
                                        }));
    }

    /** Logback says nothing at all in a format that it does not have, so this goes around it. */
    @SuppressForbidden("the logger cannot tell that it is misconfigured")
    private static void requireLogFormat(Map<String, String> environment) {
        String format = environment.getOrDefault("SEALWRIGHT_LOG_FORMAT", "lines");
        if (!LOG_FORMATS.contains(format)) {
            System.err.println("SEALWRIGHT_LOG_FORMAT is lines or json, not " + format);
            throw new StartException("SEALWRIGHT_LOG_FORMAT is lines or json");
        }
    }

    private static Map<String, Object> properties(Map<String, String> environment) {
        Map<String, Object> properties = new HashMap<>();
        databasePassword(environment)
                .ifPresent(secret -> properties.put("datasources.default.password", secret));
        secret(environment, "stream-s3-secret-key", "SEALWRIGHT_STREAM_S3_SECRET_KEY_FILE")
                .ifPresent(secret -> properties.put("sealwright.stream.s3.secret-key", secret));
        secret(environment, "stream-tiles-secret-key", "SEALWRIGHT_STREAM_TILES_SECRET_KEY_FILE")
                .ifPresent(secret -> properties.put("sealwright.stream.tiles.secret-key", secret));
        secret(
                        environment,
                        "stream-otlp-authorization",
                        "SEALWRIGHT_STREAM_OTLP_AUTHORIZATION_FILE")
                .ifPresent(
                        secret -> properties.put("sealwright.stream.otlp.authorization", secret));
        return properties;
    }

    static Optional<String> databasePassword(Map<String, String> environment) {
        return secret(environment, Credentials.DATABASE_PASSWORD, "SEALWRIGHT_DB_PASSWORD_FILE");
    }

    /** The credential of that name, else what is in the file that a variable names. */
    private static Optional<String> secret(
            Map<String, String> environment, String credential, String variable) {
        return Credentials.of(environment)
                .find(credential)
                .or(() -> Optional.ofNullable(environment.get(variable)).map(Path::of))
                .map(DataFolder::secret);
    }

    /** What happened, outermost first, as one line. */
    private static String reasons(Throwable thrown) {
        StringBuilder said = new StringBuilder();
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            said.append(said.isEmpty() ? "" : " <- ").append(at.getMessage());
        }
        return said.toString();
    }
}
