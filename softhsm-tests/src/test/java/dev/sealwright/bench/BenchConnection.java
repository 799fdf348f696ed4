package dev.sealwright.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One TLS connection that is kept alive and speaks just as much HTTP/1.1 as the service answers in:
 * a load that takes little of the processors it shares with the service.
 */
final class BenchConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    private BenchConnection(SSLSocket socket, String host) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.host = host;
    }

    /** After a whole handshake; it is not resumed by another connection. */
    static BenchConnection open(SSLContext tls, URI address) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(address.getHost(), address.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        socket.getSession().invalidate();
        return new BenchConnection(socket, address.getAuthority());
    }

    /** The body of the answer; fails unless it is 2xx. */
    byte[] post(String path, String headers, String body) throws IOException {
        return send("POST", path, headers, body);
    }

    /** The same, for what is put at a name. */
    byte[] put(String path, String headers, String body) throws IOException {
        return send("PUT", path, headers, body);
    }

    private byte[] send(String method, String path, String headers, String body)
            throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + content.length
                        + "\r\n"
                        + headers
                        + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + content.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        out.write(whole);
        out.flush();
        return answer(path);
    }

    private byte[] answer(String path) throws IOException {
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 2")) {
            throw new IOException(
                    path + " answered " + status + " " + new String(body, StandardCharsets.UTF_8));
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the service ended the connection");
            }
            line.append((char) c);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
