package dev.sealwright.keyservice;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.signature.FastSignatures;
import dev.sealwright.keyservice.wire.KeyServiceServer;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.SuppressForbidden;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key service as a process of its own. {@link DaemonSettings} names its environment. Its log
 * goes to standard output; {@code the key service is ready at …} is the line that says so.
 *
 * <p>Exit status: 2 the configuration is wrong, 3 keys, anchors or state are not what they must be
 * (starting again changes neither), 4 the token does not answer; 143 stopped by SIGTERM. On
 * anything but 2 and 3 a supervisor starts it again.
 */
public final class KeyServiceMain {
    static final int WRONG_CONFIGURATION = 2;
    static final int REFUSED = 3;
    static final int FAILED = 4;

    private static final String LOGGING = "logback.configurationFile";

    private KeyServiceMain() {}

    public static void main(String[] arguments) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/sealwright/keyservice/daemon-logback.xml");
        }
        Logger log = LoggerFactory.getLogger(KeyServiceMain.class);
        try {
            FastSignatures.install();
            start(System.getenv(), log);
        } catch (MalformedException e) {
            log.error("wrong configuration: {}", e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        } catch (StartRefusedException | KeyBackendException e) {
            log.error("refused to start: {}", e.getMessage(), e);
            System.exit(REFUSED);
        } catch (KeyBackendUnavailableException e) {
            log.error("the token does not answer: {}", e.getMessage(), e);
            System.exit(FAILED);
        }
    }

    @SuppressForbidden("the program's entry point makes the clock")
    private static void start(Map<String, String> environment, Logger log) {
        DaemonSettings settings = DaemonSettings.of(environment);
        InstantSource clock = InstantSource.system();
        HostedKeyService service = settings.openService(clock);
        try {
            KeyServiceServer server = settings.door().open(service, clock);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server, service)));
            log.info("the key service is ready at {}", settings.door().address());
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static void stop(KeyServiceServer server, HostedKeyService service) {
        server.close();
        service.close();
    }
}
