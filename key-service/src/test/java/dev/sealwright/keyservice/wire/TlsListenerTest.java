package dev.sealwright.keyservice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose key opens the channel, on either side. */
final class TlsListenerTest {
    private static final Bytes DOCUMENT = Bytes.utf8("document");
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(15), Duration.ofMillis(500));

    private TlsChannel channel;
    private KeyServiceServer server;

    @TempDir Path folder;

    @BeforeEach
    void serve() {
        channel = TlsChannel.made(folder.resolve("ours"));
        server = channel.serve(ScriptedKeyService.answering(() -> DOCUMENT));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void isServed() {
        try (RemoteKeyService client = channel.client(Patience.USUAL)) {
            assertThat(client.anchors()).isEqualTo(DOCUMENT);
        }
    }

    private void isNotServed(TlsFolder own) {
        try (RemoteKeyService client =
                RemoteKeyService.at(channel.address(), own, InstantSource.system(), SHORT)) {
            assertThatThrownBy(client::anchors).isInstanceOf(KeyServiceUnavailableException.class);
        }
    }

    private static void copy(Path from, Path to, String... names) throws IOException {
        Files.createDirectories(to);
        for (String name : names) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    @Test
    void aClientWithAnotherKeyIsTurnedAway() throws IOException {
        TlsChannel other = TlsChannel.made(folder.resolve("theirs"));
        Path mixed = folder.resolve("mixed");
        copy(other.controlPlane().folder(), mixed, "key.pem", "certificate.pem");
        copy(channel.controlPlane().folder(), mixed, "peer.sha256");
        isNotServed(new TlsFolder(mixed));
        isServed();
    }

    @Test
    void aClientTurnsAServerWithAnotherKeyAway() throws IOException {
        TlsChannel other = TlsChannel.made(folder.resolve("theirs"));
        Path mixed = folder.resolve("mixed");
        copy(channel.controlPlane().folder(), mixed, "key.pem", "certificate.pem");
        copy(other.controlPlane().folder(), mixed, "peer.sha256");
        isNotServed(new TlsFolder(mixed));
    }

    @Test
    void theServersOwnKeyDoesNotOpenItsDoor() {
        isNotServed(channel.keyService());
    }

    @Test
    void anOlderVersionOfTlsIsNotSpoken() throws Exception {
        SSLContext context = channel.controlPlane().context(InstantSource.system());
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.2"});
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(channel.address().host(), channel.address().port())) {
            socket.setSSLParameters(old);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        isServed();
    }

    @Test
    void aPeerThatSpeaksNoTlsOrNothingHoldsNobodyUp() throws IOException {
        try (Socket silent = new Socket(channel.address().host(), channel.address().port());
                Socket plain = new Socket(channel.address().host(), channel.address().port())) {
            plain.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            isServed();
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void anExpiredCertificateOpensNothing() {
        InstantSource later = () -> Instant.now().plus(Duration.ofDays(5 * 366));
        server.close();
        server =
                KeyServiceServer.started(
                        TlsListener.open(channel.address(), channel.keyService(), later),
                        peer -> ScriptedKeyService.answering(() -> DOCUMENT));
        isNotServed(channel.controlPlane());
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(
                channel.keyService().folder().resolve("key.pem"),
                PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> channel.keyService().context(InstantSource.system()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("0600");
    }

    @Test
    void aFolderWithAnythingMissingOrDamagedIsNamed() throws IOException {
        for (String name : new String[] {"key.pem", "certificate.pem", "peer.sha256"}) {
            Path copy = folder.resolve(name + ".d");
            copy(channel.keyService().folder(), copy, "key.pem", "certificate.pem", "peer.sha256");
            Files.writeString(copy.resolve(name), "damaged");
            assertThatThrownBy(() -> new TlsFolder(copy).context(InstantSource.system()))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("'channel'");
            Files.delete(copy.resolve(name));
            assertThatThrownBy(() -> new TlsFolder(copy).context(InstantSource.system()))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("'channel'");
        }
    }
}
