package dev.sealwright.faults;

import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.anchors.RootPin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Clients that mean no good, or are just bad at it. */
final class SlowClients {
    private SlowClients() {}

    /** Some begin requests that never end, on both listeners, and go after a while. */
    static void come(Deployment deployment, int number, Duration stay) {
        List<SSLSocket> sockets = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            try {
                SSLSocket socket =
                        connected(
                                deployment, i % 2 == 0 ? deployment.people() : deployment.hosts());
                sockets.add(socket);
                send(socket, i % 3 == 0 ? "" : "POST /v1/enrolments HTTP/1.1\r\nHost: loc");
            } catch (IOException e) {
                // The service is away; so are they.
            }
        }
        Soak.pause(stay);
        sockets.forEach(SlowClients::drop);
    }

    /** One too large, one too deep, one that is none, one that ends in the middle. */
    static void sendBadBodies(Deployment deployment) {
        List<String> bodies =
                List.of(
                        "[".repeat(100_000),
                        "{\"id\":\"" + "a".repeat(1_100_000) + "\"}",
                        "\0\1\2",
                        "{\"id\":");
        for (String body : bodies) {
            try (SSLSocket socket = connected(deployment, deployment.hosts())) {
                send(
                        socket,
                        "POST /v1/enrolments HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                + " application/json\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
            } catch (IOException e) {
                // It was shown out, or the service is away.
            }
        }
    }

    private static SSLSocket connected(Deployment deployment, URI where) throws IOException {
        SSLSocketFactory factory =
                PinnedTls.anonymous(
                                RootPin.parse(deployment.rootFingerprint()), InstantSource.system())
                        .getSocketFactory();
        SSLSocket socket = (SSLSocket) factory.createSocket(where.getHost(), where.getPort());
        socket.setSoTimeout(2000);
        return socket;
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.startHandshake();
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Without a word, as a machine that loses its power. */
    private static void drop(SSLSocket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was shown out already.
        }
    }
}
