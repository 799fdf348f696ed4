package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.crypto.Spki;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Connects by TLS 1.3; the peer's key is pinned. */
final class TlsConnector implements Connector {
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    private final KeyServiceAddress.Tls address;
    private final SSLContext context;

    TlsConnector(KeyServiceAddress.Tls address, SSLContext context) {
        this.address = address;
        this.context = context;
    }

    @Override
    public Link connect() throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        try {
            socket.setSSLParameters(TlsFolder.parameters());
            socket.connect(
                    new InetSocketAddress(address.host(), address.port()),
                    (int) HANDSHAKE.toMillis());
            return link(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Shakes hands; a peer that takes its time, or is not the pinned one, is hung up on. */
    static Link link(SSLSocket socket) throws IOException {
        try {
            socket.setSoTimeout((int) HANDSHAKE.toMillis());
            socket.startHandshake();
            socket.setSoTimeout(0);
            socket.setTcpNoDelay(true);
            return new Link(
                    "key "
                            + Spki.fingerprint(
                                            socket.getSession()
                                                    .getPeerCertificates()[0]
                                                    .getPublicKey())
                                    .hex(),
                    socket.getInputStream(),
                    socket.getOutputStream(),
                    socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
