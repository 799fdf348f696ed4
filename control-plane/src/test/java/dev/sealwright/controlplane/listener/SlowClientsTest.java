package dev.sealwright.controlplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that take their time: they are shown out, and nobody else notices them. */
class SlowClientsTest {
    private static final int MOST = 48;

    /** Short, so that the test is. */
    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.connections.head", "1s")
                    .with("sealwright.connections.body", "1s")
                    .with("sealwright.connections.most", MOST);

    private static final String HEAD = "POST /v1/enrolments HTTP/1.1\r\nHost: localhost\r\n";
    private static final String BODY_OF =
            HEAD + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n";

    private static SSLSocket connected(Listener listener) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        SERVICE.tls(null)
                                .getSocketFactory()
                                .createSocket("localhost", SERVICE.uri(listener).getPort());
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        socket.setSoTimeout(50);
        return socket;
    }

    /** Sends a byte now and then until the other side has enough of it. */
    private static boolean isShownOut(SSLSocket socket, String start, int bytesOfPatience)
            throws IOException {
        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < bytesOfPatience; i++) {
            if (isClosed(socket)) {
                return true;
            }
            try {
                socket.getOutputStream().write('a');
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    /** Waits a moment for the end of the connection. */
    private static boolean isClosed(SSLSocket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void othersAreAnswered() {
        assertThat(SERVICE.people().get("/health").status()).isEqualTo(200);
        assertThat(SERVICE.hosts().get("/health").status()).isEqualTo(200);
    }

    @Test
    void aClientThatTricklesItsHeadersIsShownOut() throws IOException {
        for (Listener listener : Listener.values()) {
            try (SSLSocket socket = connected(listener)) {
                assertThat(isShownOut(socket, HEAD + "X-Slow: ", 600)).isTrue();
            }
        }
        othersAreAnswered();
    }

    @Test
    void aClientThatTricklesItsBodyIsShownOut() throws IOException {
        try (SSLSocket socket = connected(Listener.HOSTS)) {
            assertThat(isShownOut(socket, BODY_OF + "{\"id\":\"", 600)).isTrue();
        }
        othersAreAnswered();
    }

    @Test
    void aClientThatSendsHalfARequestAndNothingMoreIsShownOut() throws IOException {
        try (SSLSocket socket = connected(Listener.PEOPLE)) {
            socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(30_000);

            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void whoHoldsManyConnectionsForNothingKeepsNobodyOut() throws IOException {
        List<SSLSocket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * MOST; i++) {
                idle.add(connected(Listener.HOSTS));
            }
            othersAreAnswered();

            long open = 0;
            for (SSLSocket each : idle) {
                each.setSoTimeout(5);
                open += isClosed(each) ? 0 : 1;
            }
            assertThat(open).isBetween(1L, (long) MOST);
            othersAreAnswered();
        } finally {
            for (SSLSocket each : idle) {
                each.close();
            }
        }
    }

    @Test
    void aConnectionThatIsUsedAgainAndAgainStays() throws IOException {
        try (SSLSocket socket = connected(Listener.PEOPLE)) {
            socket.setSoTimeout(30_000);
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write(
                                "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
                othersAreAnswered();
            }
        }
    }

    private static String answer(SSLSocket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("}")) {
            text.append((char) socket.getInputStream().read());
        }
        return text.toString();
    }
}
