package dev.sealwright.controlplane.stream;

import dev.sealwright.controlplane.audit.AuditEntry;
import dev.sealwright.controlplane.stream.Batch.Line;
import dev.sealwright.protocol.Bytes;
import io.micronaut.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Syslog messages (RFC 5424) in octet-counted frames over TLS (RFC 5425). Syslog acknowledges
 * nothing, so each batch has a connection of its own: after the last frame comes our close_notify,
 * and what counts as the acknowledgement is the receiver's own, which it sends when it has read to
 * the end (RFC 5425 section 4.4). That says it arrived, not that it was stored. An end without
 * close_notify, which somebody on the way can make, counts only where that was configured.
 */
final class SyslogSink implements Sink {
    /** What every receiver should take (RFC 5425 section 4.3.1). */
    static final int MAX_MESSAGE = 8_192;

    private static final int LOG_AUDIT = 13;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int PATIENCE = 30_000;
    private static final Bytes BOM = Bytes.fromHex("efbbbf");

    private final String host;
    private final int port;
    private final SSLContext tls;
    private final boolean bareClose;
    private final Duration every;
    private final String hostname;
    private final JsonMapper json;

    private SyslogSink(
            String host,
            int port,
            SSLContext tls,
            boolean bareClose,
            Duration every,
            String hostname,
            JsonMapper json) {
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.bareClose = bareClose;
        this.every = every;
        this.hostname = hostname;
        this.json = json;
    }

    static SyslogSink of(
            String address, StreamSettings.Syslog settings, String origin, JsonMapper json) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalStateException(
                    "sealwright.stream.syslog.address is host:port, not " + address);
        }
        return new SyslogSink(
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                TrustedBy.tls(settings.ca()),
                settings.bareClose(),
                settings.every(),
                origin.split("[:/]", 2)[0],
                json);
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public void deliver(Batch batch) throws IOException {
        try (var plain = new WatchedSocket()) {
            plain.connect(new InetSocketAddress(host, port), (int) TrustedBy.CONNECTING.toMillis());
            plain.setSoTimeout(PATIENCE);
            try (var socket =
                    (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                send(batch.lines(), socket);
                requireTaken(plain);
            }
        }
    }

    private void requireTaken(WatchedSocket plain) throws IOException {
        if (plain.ended()) {
            if (!bareClose) {
                throw new IOException("the syslog receiver closes without close_notify");
            }
            return;
        }
        // A receiver that closes over what it has not read resets the connection.
        if (plain.getInputStream().read() >= 0) {
            throw unasked();
        }
    }

    private void send(List<Line> lines, SSLSocket socket) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
        for (Line line : lines) {
            Bytes message = message(line);
            out.write(Bytes.utf8(message.size() + " ").toArray());
            out.write(message.toArray());
        }
        out.flush();
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        if (in.read() >= 0) {
            throw unasked();
        }
    }

    private static IOException unasked() {
        return new IOException("the syslog receiver sends where it should only close");
    }

    private Bytes message(Line line) throws IOException {
        Bytes message = message(line.entry(), line.json());
        if (message.size() > MAX_MESSAGE) {
            AuditEntry shorter = line.entry().withoutLeaf();
            message = message(shorter, Bytes.of(json.writeValueAsBytes(shorter)));
        }
        if (message.size() > MAX_MESSAGE) {
            AuditEntry shortest = line.entry().withoutLeaf().withoutDetail();
            message = message(shortest, Bytes.of(json.writeValueAsBytes(shortest)));
        }
        return message;
    }

    private Bytes message(AuditEntry entry, Bytes body) {
        int severity =
                "success".equals(entry.outcome()) || entry.outcome() == null ? NOTICE : WARNING;
        String header =
                "<"
                        + (LOG_AUDIT * 8 + severity)
                        + ">1 "
                        + entry.time()
                        + " "
                        + hostname
                        + " sealwright - "
                        + entry.kind()
                        + " - ";
        return Bytes.concat(Bytes.utf8(header), BOM, body);
    }
}
