package dev.sealwright.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Authorities;
import dev.sealwright.client.standin.Certification;
import dev.sealwright.client.standin.TlsServer;
import dev.sealwright.client.tls.PinnedTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceClientTest {
    private static final Instant NOW = Instant.now();
    private static final Authorities AUTHORITIES = new Authorities(NOW);
    private static final KeyPair KEY = Certification.p256();

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final TlsServer server =
            new TlsServer(
                    KEY.getPrivate(),
                    AUTHORITIES.server(
                            KEY.getPublic(),
                            KeyPurposeId.id_kp_serverAuth,
                            NOW.minusSeconds(60),
                            NOW.plusSeconds(600),
                            "localhost"),
                    Optional.empty(),
                    exchange -> next().send(exchange));
    private final ServiceClient client =
            new ServiceClient(
                    server.address(),
                    PinnedTls.anonymous(AUTHORITIES.pin(), () -> NOW),
                    () -> Optional.of("a-token"),
                    new Retries(3, Duration.ZERO, Duration.ofSeconds(5), new SecureRandom()));

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theCredentialTravelsInTheHeader() {
        replies.add(
                exchange -> {
                    String header = exchange.getRequestHeaders().getFirst("Authorization");
                    json(200, "{\"saw\":\"" + header + "\"}").send(exchange);
                });
        assertThat(client.send(Request.get("/")).json().text("saw")).isEqualTo("Bearer a-token");
    }

    @Test
    void aProblemIsTypedAndItsTextIsSafeToShow() {
        replies.add(
                json(
                        403,
                        """
                        {"type":"urn:sealwright:problem:forbidden","title":"No",
                         "detail":"\\u001b[2Jgone","request_id":"r-1",
                         "errors":[{"pointer":"/a","message":"wrong"}]}
                        """));
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(403);
                            assertThat(e.slug()).isEqualTo("forbidden");
                            assertThat(e.problem().requestId()).isEqualTo("r-1");
                            assertThat(e.problem().errors()).containsExactly("/a: wrong");
                        })
                .hasMessage("No: ?[2Jgone");
    }

    @Test
    void whatIsNoProblemDocumentIsAnUnknownProblem() {
        replies.add(json(500, "<html>proxy</html>"));
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.slug()).isEqualTo("unknown"));
    }

    @Test
    void aRepeatableRequestIsSentAgainAfterAPassingFault() {
        replies.add(json(503, "{}"));
        replies.add(dropped());
        replies.add(json(200, "{\"done\":true}"));
        var answer = client.send(Request.repeatablePost("/", Json.object()));
        assertThat(answer.json().flag("done")).isTrue();
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void aRequestThatIsNotRepeatableIsSentOnce() {
        replies.add(json(503, "{}"));
        assertThatThrownBy(() -> client.send(Request.post("/", Json.object())))
                .isInstanceOf(ProblemException.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aRefusalIsNotRepeated() {
        replies.add(json(409, "{}"));
        assertThatThrownBy(() -> client.send(Request.put("/", Json.object())))
                .isInstanceOf(ProblemException.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void attemptsEnd() {
        for (int i = 0; i < 4; i++) {
            replies.add(json(503, "{}"));
        }
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOf(ProblemException.class);
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void aServiceThatAsksForTooLongAWaitIsNotWaitedFor() {
        replies.add(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "6");
                    json(503, "{}").send(exchange);
                });
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(6)));
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsTooLongIsNotRead() {
        replies.add(json(200, "\"" + "x".repeat(2000) + "\""));
        assertThatThrownBy(() -> client.send(Request.get("/").upTo(1000).once()))
                .isInstanceOf(UnreachableException.class);
    }

    @Test
    void aRedirectIsNotFollowed() {
        replies.add(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                });
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(302));
        assertThat(server.requests()).isEqualTo(1);
    }

    /** It says nothing of trust, and whoever asks again may be answered. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatEndsInTheHandshakeIsUnreachable(boolean reset) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread _ = Thread.ofVirtual().start(() -> hangUp(listener, reset));
            ServiceClient cut =
                    new ServiceClient(
                            new ServiceAddress("localhost", listener.getLocalPort()),
                            PinnedTls.anonymous(AUTHORITIES.pin(), () -> NOW),
                            Optional::empty,
                            Retries.none(new SecureRandom()));

            assertThatThrownBy(() -> cut.send(Request.get("/")))
                    .isInstanceOfSatisfying(
                            UnreachableException.class, e -> assertThat(e.isTemporary()).isTrue());
            cut.close();
        }
    }

    private static void hangUp(ServerSocket listener, boolean reset) {
        try {
            while (true) {
                try (Socket taken = listener.accept()) {
                    taken.setSoLinger(reset, 0);
                    int _ = taken.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void nobodyListeningIsUnreachable() {
        server.close();
        assertThatThrownBy(() -> client.send(Request.get("/")))
                .isInstanceOfSatisfying(
                        UnreachableException.class, e -> assertThat(e.isTemporary()).isTrue());
    }

    @FunctionalInterface
    private interface Reply {
        void send(HttpExchange exchange) throws IOException;
    }

    private synchronized Reply next() {
        return replies.isEmpty() ? json(500, "{}") : replies.removeFirst();
    }

    private static Reply json(int status, String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private static Reply dropped() {
        return exchange -> {
            throw new IOException("the connection is cut");
        };
    }
}
