package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.controlplane.audit.AuditEntry;
import dev.sealwright.controlplane.stream.Batch.Line;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.CertificateSpec;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.TestAuthority;
import dev.sealwright.testkit.TestCertificate;
import dev.sealwright.testkit.TestPki;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a syslog receiver may do before entries count as taken. */
class SyslogSinkTest {
    private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");

    private final SyslogReceiver receiver = new SyslogReceiver();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        receiver.close();
    }

    private static SyslogSink sink(String address, Path ca, boolean bareClose) {
        return SyslogSink.of(
                address,
                new StreamSettings.Syslog(address, ca.toString(), bareClose, Duration.ofSeconds(1)),
                "localhost:8444/log/1",
                JsonMapper.createDefault());
    }

    private static Batch batch(int size, String leaf) {
        return new Batch(0, IntStream.range(0, size).mapToObj(index -> line(index, leaf)).toList());
    }

    private static Line line(long index, String leaf) {
        AuditEntry entry =
                new AuditEntry(
                        index,
                        new UUID(0, index),
                        Instant.parse("2026-11-26T10:00:00Z"),
                        "00",
                        "user",
                        null,
                        null,
                        null,
                        null,
                        "00",
                        leaf);
        return new Line(
                entry, Bytes.utf8("{\"leaf_index\":" + index + ",\"leaf\":\"" + leaf + "\"}"));
    }

    @Test
    void anOrderlyCloseIsTheAcknowledgement() throws IOException {
        sink(receiver.address(), receiver.ca(), false).deliver(batch(300, "AAAA"));

        assertThat(receiver.messages()).hasSize(300);
        assertThat(receiver.violations()).isEmpty();
    }

    @Test
    void anEndWithoutCloseNotifyIsNoneUnlessConfigured() throws IOException {
        receiver.closeBare();
        SyslogSink strict = sink(receiver.address(), receiver.ca(), false);
        assertThatThrownBy(() -> strict.deliver(batch(3, "AAAA")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("close_notify");
        sink(receiver.address(), receiver.ca(), true).deliver(batch(3, "AAAA"));

        assertThat(receiver.messages()).hasSize(6);
    }

    @Test
    void aReceiverOfAnotherAuthorityGetsNothing() {
        try (var other = new SyslogReceiver()) {
            SyslogSink sink = sink(receiver.address(), other.ca(), true);
            assertThatThrownBy(() -> sink.deliver(batch(1, "AAAA")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(receiver.messages()).isEmpty();
    }

    /** A receiver that we did not write. */
    @ParameterizedTest
    @CsvSource({"gtls, true", "ossl, false"})
    void rsyslogTakesThem(String driver, boolean bareClose) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(RSYSLOGD) && hasModule("lmnsd_" + driver),
                "rsyslog with its driver " + driver + " is not on this machine");
        int port = FreePorts.one();
        TestAuthority authority = TestPki.root("Rsyslog Root");
        Path ca = pem("ca.pem", new TestCertificate(authority.keys(), authority.chain()).pem());
        Process rsyslog = start(driver, port, ca, authority);
        try {
            Received.await(
                    () -> listens(port),
                    () -> "rsyslog does not listen: " + lines(folder.resolve("log")));
            sink("localhost:" + port, ca, bareClose).deliver(batch(300, "AAAA"));
            Path out = folder.resolve("out");
            Received.await(
                    () -> Files.exists(out) && lines(out).size() == 300,
                    () -> lines(out).toString());
            assertThat(lines(out).getLast()).endsWith("{\"leaf_index\":299,\"leaf\":\"AAAA\"}");
        } finally {
            rsyslog.destroy();
            rsyslog.waitFor();
        }
    }

    /** Debian has it in a package of its own. */
    private static boolean hasModule(String name) throws IOException {
        for (Path lib : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
            if (Files.isDirectory(lib)) {
                try (var found = Files.find(lib, 3, (file, _) -> file.endsWith(name + ".so"))) {
                    if (found.findFirst().isPresent()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private Process start(String driver, int port, Path ca, TestAuthority authority)
            throws IOException {
        TestCertificate server =
                authority.issue(
                        CertificateSpec.server()
                                .dns("localhost")
                                .commonName("localhost")
                                .keys(rsa()));
        String key =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(server.keys().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        Path file =
                Files.writeString(
                        folder.resolve("rsyslog.conf"),
                        String.format(
                                Locale.ROOT,
                                """
                global(workDirectory="%1$s" DefaultNetstreamDriver="%2$s"
                  DefaultNetstreamDriverCAFile="%3$s" DefaultNetstreamDriverCertFile="%4$s"
                  DefaultNetstreamDriverKeyFile="%5$s")
                module(load="imtcp" StreamDriver.Name="%2$s" StreamDriver.Mode="1"
                  StreamDriver.AuthMode="anon")
                input(type="imtcp" port="%6$s" address="127.0.0.1")
                template(name="all" type="string" string="%%msg%%\\n")
                action(type="omfile" file="%1$s/out" template="all")
                """,
                                folder,
                                driver,
                                ca,
                                pem("server.pem", server.pem()),
                                pem("server.key", key),
                                port));
        return new ProcessBuilder(
                        RSYSLOGD.toString(),
                        "-n",
                        "-f",
                        file.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** GnuTLS does not read elliptic keys as the JDK writes them. */
    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static boolean listens(int port) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
