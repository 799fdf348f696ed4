package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.StartRefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A TCP port behind TLS 1.3; the peer's key is pinned. */
final class TlsListener implements Listener {
    private final SSLServerSocket server;

    private TlsListener(SSLServerSocket server) {
        this.server = server;
    }

    /**
     * Listens at the address's port on its host's interface.
     *
     * @throws StartRefusedException when that cannot be listened at
     */
    static TlsListener open(KeyServiceAddress.Tls address, TlsFolder folder, InstantSource clock) {
        try {
            SSLServerSocket server =
                    (SSLServerSocket)
                            folder.context(clock).getServerSocketFactory().createServerSocket();
            server.setSSLParameters(TlsFolder.parameters());
            server.bind(new InetSocketAddress(address.host(), address.port()));
            return new TlsListener(server);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The key service cannot listen at " + address + ": " + e.getMessage() + ".", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public Arrival accept() throws IOException {
        SSLSocket socket = (SSLSocket) server.accept();
        return () -> TlsConnector.link(socket);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
