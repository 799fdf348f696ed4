package dev.sealwright.controlplane.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.listener.Listener;
import dev.sealwright.protocol.crypto.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** deploy/monitor.sh as cron runs it, against a running service. */
class MonitorScriptTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Path SCRIPT = Path.of("../deploy/monitor.sh");

    @TempDir Path folder;

    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private HttpServer webhook;

    /** What one run ended with and said. */
    private record Run(int status, String said) {}

    @BeforeAll
    static void itsPrograms() {
        for (String program : List.of("curl", "openssl")) {
            assumeThat(onPath(program)).as("%s is installed", program).isTrue();
        }
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @BeforeEach
    void aWebhook() throws IOException {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    alarms.add(new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        webhook.start();
    }

    @AfterEach
    void noWebhook() {
        webhook.stop(0);
    }

    private Run run(String address, String more) throws Exception {
        Path root = folder.resolve("root.crt");
        Files.writeString(root, Certificates.pem(SERVICE.anchors().root()));
        Path hook = folder.resolve("webhook");
        Files.writeString(hook, "http://127.0.0.1:" + webhook.getAddress().getPort() + "/t0ken\n");
        Path config = folder.resolve("monitor.conf");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "SW_ADDRESS=" + address,
                        "SW_ROOT_CRT=" + root,
                        "SW_HOME=" + folder,
                        "SW_STATUS=" + folder.resolve("down"),
                        "SW_WEBHOOK_FILE=" + hook,
                        "SW_DISK_PERCENT=100",
                        more,
                        ""));
        Process process =
                new ProcessBuilder("sh", SCRIPT.toString(), config.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }

    private static String address() {
        URI uri = SERVICE.uri(Listener.PEOPLE);
        return uri.toString();
    }

    @Test
    void allBeingWellNothingIsSaid() throws Exception {
        Run run = run(address(), "");

        assertThat(run.said()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(alarms).isEmpty();
        assertThat(folder.resolve("down")).doesNotExist();
    }

    @Test
    void troubleIsToldOnceAndSoIsItsEnd() throws Exception {
        String nobody = "https://localhost:1";
        assertThat(run(nobody, "").status()).isEqualTo(1);
        assertThat(run(nobody, "").status()).isEqualTo(1);
        assertThat(folder.resolve("down")).content().contains("service does not answer");
        assertThat(alarms).singleElement().asString().contains("\"state\":\"down\"");

        assertThat(run(address(), "").status()).isZero();
        assertThat(folder.resolve("down")).doesNotExist();
        assertThat(alarms).hasSize(2).last().asString().contains("\"state\":\"recovered\"");
    }

    @Test
    void aFullDiskIsTrouble() throws Exception {
        assertThat(run(address(), "SW_DISK_PERCENT=-1").said()).contains("disk: ", "% of the disk");
    }

    @Test
    void aCaThatEndsSoonIsTrouble() throws Exception {
        assertThat(run(address(), "SW_CA_DAYS=36500").said()).contains("ends within 36500 days");
    }

    @Test
    void withoutAConfigurationItSaysHowItIsUsed() throws Exception {
        Process process =
                new ProcessBuilder("sh", SCRIPT.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).contains("usage: monitor.sh CONFIG");
        assertThat(process.waitFor()).isEqualTo(2);
    }
}
