package dev.sealwright.keyservice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a connection, what breaks it, and what crosses it. */
final class ServedConnectionTest {
    private static final Bytes DOCUMENT = Bytes.utf8("document");
    private static final int MAX_CONNECTIONS = 16;

    private final CountDownLatch mayDerive = new CountDownLatch(1);
    private volatile Bytes document = DOCUMENT;
    private Path socket;
    private KeyServiceServer server;

    @TempDir Path folder;

    @BeforeEach
    void serve() {
        socket = folder.resolve("run").resolve("keys.sock");
        server = open(UnixAccess.own());
    }

    private KeyServiceServer open(UnixAccess access) {
        ScriptedKeyService service = new ScriptedKeyService(() -> document, this::derived);
        return KeyServiceServer.open(new KeyServiceAddress.Unix(socket), access, peer -> service);
    }

    private Bytes derived(Purpose purpose) {
        try {
            mayDerive.await();
            return Bytes.utf8(purpose.label());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        mayDerive.countDown();
        server.close();
    }

    private void isServed() throws IOException {
        try (RawClient client = RawClient.greeted(socket)) {
            client.request(Operation.ANCHORS.code(), 1, new CborValue.Null());
            Reply reply = Reply.of(client.next().orElseThrow());
            assertThat(reply.open(Codec.BYTES)).isEqualTo(DOCUMENT);
        }
    }

    @Test
    void theSocketIsItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderWhereOthersMayWriteIsRefused() throws IOException {
        server.close();
        Files.setPosixFilePermissions(
                socket.getParent(), PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> open(UnixAccess.own()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("chmod");
    }

    @Test
    void aProcessOfAnotherUserIsTurnedAway() throws IOException {
        server.close();
        var nobody =
                FileSystems.getDefault()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        server = open(new UnixAccess(Optional.of(nobody), Optional.empty()));
        try (RawClient client = RawClient.connected(socket)) {
            assertThat(client.next()).isEmpty();
        }
    }

    @Test
    void theSocketOfAnEndedProcessIsReplacedThatOfALivingOneIsNot() throws IOException {
        assertThatThrownBy(() -> open(UnixAccess.own()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("Another process answers");
        isServed();
        server.close();
        Files.createFile(socket);
        server = open(UnixAccess.own());
        isServed();
    }

    @Test
    void aPathThatIsTooLongIsNamed() {
        socket = folder.resolve("x".repeat(120)).resolve("keys.sock");
        assertThatThrownBy(() -> open(UnixAccess.own()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("100 bytes");
    }

    @Test
    void aPeerThatSpeaksNoCommonVersionIsToldSo() throws IOException {
        try (RawClient client = RawClient.connected(socket)) {
            client.send(new Hello(List.of(7L, 8L)).frame());
            assertThat(client.next().map(Hello::of)).contains(new Hello(List.of()));
            assertThat(client.next()).isEmpty();
        }
    }

    @Test
    void whatIsNoGreetingEndsTheConnection() throws IOException {
        for (Bytes wrong :
                List.of(
                        Bytes.utf8("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                        RawClient.bytes(new Frame(Kind.HELLO, 1, Hello.CODEC.bytes(Hello.ours()))),
                        RawClient.bytes(
                                new Frame(
                                        Operation.ANCHORS.code(),
                                        0,
                                        Hello.CODEC.bytes(Hello.ours()))),
                        RawClient.bytes(
                                new Frame(
                                        Kind.HELLO,
                                        0,
                                        CborWriter.encode(
                                                CborValue.array(
                                                        CborValue.of("another/protocol"),
                                                        CborValue.array(CborValue.of(1)))))))) {
            try (RawClient client = RawClient.connected(socket)) {
                client.send(wrong);
                assertThat(client.next()).isEmpty();
            }
        }
        isServed();
    }

    @Test
    void anUnknownOperationEndsItsConnectionAndNoOther() throws IOException {
        try (RawClient other = RawClient.greeted(socket)) {
            for (int code : List.of(0, 99, 127, Kind.ANSWERED, Kind.REFUSED, 255)) {
                try (RawClient client = RawClient.greeted(socket)) {
                    client.request(code, 1, new CborValue.Null());
                    assertThat(client.next()).isEmpty();
                }
            }
            other.request(Operation.ANCHORS.code(), 1, new CborValue.Null());
            assertThat(other.next()).isPresent();
        }
    }

    @Test
    void aPeerThatSeesTheEndOfItsConnectionFindsItsPlaceFree() throws IOException {
        server.close();
        CountDownLatch mayReturn = new CountDownLatch(1);
        ScriptedKeyService service = new ScriptedKeyService(() -> document, this::derived);
        Listener slow = slowToClose(UnixListener.open(socket, UnixAccess.own()), mayReturn);
        server = KeyServiceServer.started(slow, peer -> service);
        try {
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                try (RawClient client = RawClient.greeted(socket)) {
                    client.request(99, 1, new CborValue.Null());
                    assertThat(client.next()).isEmpty();
                }
            }
            isServed();
        } finally {
            mayReturn.countDown();
        }
    }

    /** Its connections end at once, but who ends them learns so when it may. */
    private static Listener slowToClose(Listener listener, CountDownLatch mayReturn) {
        return new Listener() {
            @Override
            public Arrival accept() throws IOException {
                Link link = listener.accept().authenticated();
                return () -> new Link(link.peer(), link.in(), link.out(), () -> ends(link));
            }

            private void ends(Link link) throws IOException {
                link.close();
                try {
                    mayReturn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                listener.close();
            }
        };
    }

    @Test
    void aLengthOutOfBoundsEndsTheConnectionBeforeAnythingIsRead() throws IOException {
        for (String length : List.of("00000000", "00000008", "0080000a", "7fffffff", "ffffffff")) {
            try (RawClient client = RawClient.greeted(socket)) {
                client.send(Bytes.fromHex(length));
                assertThat(client.next()).isEmpty();
            }
        }
    }

    @Test
    void aMalformedRequestIsRefusedAndTheConnectionGoesOn() throws IOException {
        try (RawClient client = RawClient.greeted(socket)) {
            client.send(new Frame(Operation.ANCHORS.code(), 5, Bytes.fromHex("ff")));
            Frame frame = client.next().orElseThrow();
            assertThat(frame.id()).isEqualTo(5);
            assertThatThrownBy(() -> Reply.of(frame).open(Codec.BYTES))
                    .isInstanceOfSatisfying(
                            KeyServiceRefusedException.class,
                            e -> assertThat(e.code()).isEqualTo(RefusalCode.MALFORMED));
            client.request(Operation.DERIVE.code(), 6, CborValue.of("sealwright/derive/other/v1"));
            assertThat(client.next().orElseThrow().kind()).isEqualTo(Kind.REFUSED);
            client.request(Operation.ANCHORS.code(), 7, new CborValue.Null());
            assertThat(client.next().orElseThrow().kind()).isEqualTo(Kind.ANSWERED);
        }
    }

    @Test
    void aRequestWhoseSenderNoLongerWaitsIsNotPerformed() throws IOException {
        try (RawClient client = RawClient.greeted(socket)) {
            Request late = new Request(Duration.ZERO, new CborValue.Null());
            client.send(new Frame(Operation.ANCHORS.code(), 1, late.encode()));
            assertThat(client.next().orElseThrow().kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void anUnexpectedFailureCrossesAsUnavailabilityWithNothingOfItsCause() throws IOException {
        try (RawClient client = RawClient.greeted(socket)) {
            client.request(
                    Operation.OBSERVE.code(), 1, CborValue.of("not supported by the script"));
            Frame frame = client.next().orElseThrow();
            assertThat(Reply.of(frame))
                    .isEqualTo(new Reply.Unavailable("The key service failed; its log says why."));
        }
    }

    @Test
    void answersComeAsTheyAreReady() throws IOException {
        try (RawClient client = RawClient.greeted(socket)) {
            CborValue purpose =
                    KeyCodecs.DERIVED
                            .encode()
                            .apply(new KeyCodecs.Derived(Purpose.API_KEY_PEPPER, 1));
            client.request(Operation.DERIVE.code(), 1, purpose);
            client.request(Operation.ANCHORS.code(), 2, new CborValue.Null());
            assertThat(client.next().map(Frame::id)).contains(2L);
            mayDerive.countDown();
            assertThat(client.next().map(Frame::id)).contains(1L);
        }
    }

    @Test
    void aServerThatStopsSendsTheAnswersThatAreDue() throws Exception {
        try (RawClient client = RawClient.greeted(socket)) {
            CborValue purpose =
                    KeyCodecs.DERIVED
                            .encode()
                            .apply(new KeyCodecs.Derived(Purpose.API_KEY_PEPPER, 1));
            client.request(Operation.DERIVE.code(), 1, purpose);
            client.request(Operation.ANCHORS.code(), 2, new CborValue.Null());
            assertThat(client.next().map(Frame::id)).contains(2L);
            Thread stopping = Thread.ofVirtual().start(server::close);
            mayDerive.countDown();
            assertThat(client.next().map(Frame::id)).contains(1L);
            assertThat(client.next()).isEmpty();
            stopping.join();
            assertThat(socket).doesNotExist();
        }
    }

    /** Whatever arrives, the server serves the next one. The seed makes a failure repeatable. */
    @Test
    void noBytesStopTheServer() throws IOException {
        Random random = new Random(20_261_126);
        Bytes greeting = RawClient.bytes(Hello.ours().frame());
        Request request = new Request(Duration.ofSeconds(1), new CborValue.Null());
        for (int i = 0; i < 400; i++) {
            int code = Operation.ALL.get(i % Operation.ALL.size()).code();
            byte[] bytes =
                    Bytes.concat(greeting, RawClient.bytes(new Frame(code, i, request.encode())))
                            .toArray();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (RawClient client = RawClient.connected(socket)) {
                client.send(Bytes.of(bytes));
                client.end();
            }
        }
        isServed();
    }
}
