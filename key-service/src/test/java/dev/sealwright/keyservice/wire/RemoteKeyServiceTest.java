package dev.sealwright.keyservice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller notices of a key service that comes and goes. */
final class RemoteKeyServiceTest {
    private static final Bytes DOCUMENT = Bytes.utf8("document");
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(20), Duration.ofMillis(200));

    private final AtomicInteger asked = new AtomicInteger();

    @TempDir Path folder;

    private Path socket() {
        return folder.resolve("run").resolve("keys.sock");
    }

    private KeyServiceServer serve(ScriptedKeyService service) {
        KeyServiceAddress.Unix address = new KeyServiceAddress.Unix(socket());
        return KeyServiceServer.open(address, UnixAccess.own(), peer -> service);
    }

    /** A connector whose first connections end as soon as they are asked something. */
    private Connector endingWhenAsked(int times) {
        AtomicInteger left = new AtomicInteger(times);
        UnixConnector real = new UnixConnector(socket());
        return () -> left.getAndDecrement() > 0 ? mortal(real.connect()) : real.connect();
    }

    /** Passes the greeting on, and dies instead of sending the first request. */
    private static Link mortal(Link link) {
        int greeting = RawClient.bytes(Hello.ours().frame()).size();
        return new Link(
                link.peer(),
                link.in(),
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() throws IOException {
                        if (size() > greeting) {
                            link.close();
                            throw new IOException("dies before the request is sent");
                        }
                        writeTo(link.out());
                    }
                },
                link.resource());
    }

    @Test
    void aRequestWhoseConnectionEndedIsAskedOnceMore() {
        try (KeyServiceServer _ = serve(ScriptedKeyService.answering(() -> DOCUMENT));
                RemoteKeyService client =
                        new RemoteKeyService(endingWhenAsked(1), Patience.USUAL)) {
            assertThat(client.anchors()).isEqualTo(DOCUMENT);
        }
    }

    @Test
    void aRequestWhoseConnectionEndedTwiceIsUnavailability() {
        try (KeyServiceServer _ = serve(ScriptedKeyService.answering(() -> DOCUMENT));
                RemoteKeyService client =
                        new RemoteKeyService(endingWhenAsked(2), Patience.USUAL)) {
            assertThatThrownBy(client::anchors)
                    .isInstanceOf(KeyServiceUnavailableException.class)
                    .hasMessageContaining("ended twice");
            assertThat(client.anchors()).isEqualTo(DOCUMENT);
        }
    }

    @Test
    void anAwayKeyServiceIsUnavailabilityUntilItIsBack() {
        RemoteKeyService client = new RemoteKeyService(new UnixConnector(socket()), SHORT);
        assertThatThrownBy(client::anchors)
                .isInstanceOf(KeyServiceUnavailableException.class)
                .hasMessageContaining("is away");
        for (int i = 0; i < 2; i++) {
            try (KeyServiceServer _ = serve(ScriptedKeyService.answering(() -> DOCUMENT))) {
                client.awaitFirst(Duration.ofSeconds(20));
                assertThat(client.anchors()).isEqualTo(DOCUMENT);
            }
        }
        client.close();
        assertThatThrownBy(client::anchors).isInstanceOf(KeyServiceUnavailableException.class);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsUnavailabilityAndTheNextOneIsServed() {
        CountDownLatch answers = new CountDownLatch(1);
        ScriptedKeyService slow =
                ScriptedKeyService.answering(
                        () -> {
                            if (asked.getAndIncrement() == 0) {
                                awaits(answers);
                            }
                            return DOCUMENT;
                        });
        Patience brief = new Patience(Duration.ofMillis(300), Duration.ofSeconds(10));
        try (KeyServiceServer _ = serve(slow);
                RemoteKeyService client =
                        new RemoteKeyService(new UnixConnector(socket()), brief)) {
            client.awaitFirst(Duration.ofSeconds(20));
            assertThatThrownBy(client::anchors)
                    .isInstanceOf(KeyServiceUnavailableException.class)
                    .hasMessageContaining("did not answer within");
            answers.countDown();
            assertThat(client.anchors()).isEqualTo(DOCUMENT);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPeerThatIsNoKeyServiceIsNeverConnectedTo() {
        Connector other =
                () ->
                        new Link(
                                "user somebody",
                                new ByteArrayInputStream(
                                        Bytes.utf8("HTTP/1.1 400 Bad Request\r\n").toArray()),
                                new ByteArrayOutputStream(),
                                () -> {});
        try (RemoteKeyService client = new RemoteKeyService(other, SHORT)) {
            assertThatThrownBy(client::anchors)
                    .isInstanceOf(KeyServiceUnavailableException.class)
                    .hasMessageContaining("frame");
        }
    }

    @Test
    void anAnswerOfAnotherFormIsUnavailability() {
        Frame text = new Frame(Kind.ANSWERED, 1, Codec.TEXT.bytes("no bytes"));
        try (RemoteKeyService client = new RemoteKeyService(() -> answering(text), SHORT)) {
            assertThatThrownBy(client::anchors)
                    .isInstanceOf(KeyServiceUnavailableException.class)
                    .hasMessageContaining("another form");
        }
    }

    /** Answers the greeting, answers the first request with this frame, and stays silent. */
    private static Link answering(Frame reply) {
        Semaphore written = new Semaphore(0);
        Iterator<Bytes> answers =
                List.of(RawClient.bytes(Hello.ours().frame()), RawClient.bytes(reply)).iterator();
        return new Link(
                "user somebody",
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] into, int at, int size) {
                        written.acquireUninterruptibly();
                        if (!answers.hasNext()) {
                            return -1;
                        }
                        byte[] answer = answers.next().toArray();
                        System.arraycopy(answer, 0, into, at, answer.length);
                        return answer.length;
                    }
                },
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        written.release();
                    }
                },
                written::release);
    }
}
