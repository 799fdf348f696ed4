package dev.sealwright.controlplane.stream;

import dev.sealwright.testkit.CertificateSpec;
import dev.sealwright.testkit.TestAuthority;
import dev.sealwright.testkit.TestCertificate;
import dev.sealwright.testkit.TestPki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A strict syslog receiver over TLS: what is no RFC 5424 message in an RFC 5425 frame breaks it. It
 * keeps what came over connections that were closed in order, and can drop connections.
 */
final class SyslogReceiver implements AutoCloseable {
    /**
     * PRI, VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID, nil STRUCTURED-DATA, BOM, MSG.
     */
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "<10[89]>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ [!-~]{1,255}"
                            + " sealwright - [!-~]{1,32} - \ufeff(\\{.*})",
                    Pattern.DOTALL);

    private final TestAuthority authority = TestPki.root("Syslog Root");
    private final SSLContext tls;
    private final ServerSocket server;
    private final List<String> messages = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private volatile boolean bare;
    private final AtomicInteger dropping = new AtomicInteger();

    SyslogReceiver() {
        TestCertificate certificate =
                authority.issue(CertificateSpec.server().dns("localhost").commonName("localhost"));
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.keyStore(new char[0]), new char[0]);
            tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("syslog-receiver").start(this::accept);
    }

    String address() {
        return "localhost:" + server.getLocalPort();
    }

    /** PEM of whom it is to be believed under. */
    Path ca() {
        try {
            Path file = Files.createTempFile("syslog-ca", ".pem");
            TestCertificate root = new TestCertificate(authority.keys(), authority.chain());
            return Files.writeString(file, root.pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connections are cut after their first bytes. */
    void drop(int connections) {
        dropping.set(connections);
    }

    /** Connections end without close_notify from now on. */
    void closeBare() {
        bare = true;
    }

    /** The JSON of each message, in the order of arrival. */
    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                receive(connection);
            } catch (IOException _) {
                // The sender was killed, or the receiver is closed: nothing of it counts.
            }
        }
    }

    private void receive(Socket connection) throws IOException {
        var secured =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(connection, "localhost", server.getLocalPort(), true);
        secured.setUseClientMode(false);
        InputStream in = secured.getInputStream();
        if (dropping.get() > 0) {
            in.readNBytes(10);
            dropping.decrementAndGet();
            connection.setSoLinger(true, 0);
            return;
        }
        byte[] all = in.readAllBytes();
        keep(all);
        if (!bare) {
            secured.close();
        }
    }

    private synchronized void keep(byte[] bytes) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        while (in.available() > 0) {
            byte[] message = in.readNBytes(length(in));
            var parsed = MESSAGE.matcher(new String(message, StandardCharsets.UTF_8));
            if (message.length > SyslogSink.MAX_MESSAGE || !parsed.matches()) {
                violations.add(new String(message, StandardCharsets.UTF_8));
                return;
            }
            messages.add(parsed.group(1));
        }
    }

    private int length(InputStream in) throws IOException {
        int length = 0;
        for (int next = in.read(); next != ' '; next = in.read()) {
            if (next < '0' || next > '9' || length > 100_000) {
                violations.add("no frame");
                throw new IOException("no frame");
            }
            length = length * 10 + next - '0';
        }
        return length;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
