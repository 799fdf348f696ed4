package dev.sealwright.attestation.freshness;

import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The two ends of one TLS 1.3 connection on the loopback interface, after the handshake. */
final class TlsPair implements AutoCloseable {
    private final SSLSocket client;
    private final SSLSocket server;

    private TlsPair(SSLSocket client, SSLSocket server) {
        this.client = client;
        this.server = server;
    }

    static TlsPair connect(KeyPair key) {
        try {
            SSLContext context = context(key);
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (var listener =
                    (SSLServerSocket)
                            context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
                FutureTask<SSLSocket> accepted = new FutureTask<>(() -> accept(listener));
                Thread.ofVirtual().start(accepted);
                var client =
                        (SSLSocket)
                                context.getSocketFactory()
                                        .createSocket(loopback, listener.getLocalPort());
                client.setEnabledProtocols(new String[] {"TLSv1.3"});
                client.startHandshake();
                return new TlsPair(client, accepted.get());
            }
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLSocket accept(SSLServerSocket listener) throws IOException {
        SSLSocket server = (SSLSocket) listener.accept();
        server.startHandshake();
        return server;
    }

    /** Trusts the root of all test ends. */
    static SSLContext context(KeyPair key) {
        try {
            return made(key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client's end, after the handshake. */
    static SSLSocket connected(int port) throws IOException {
        var client =
                (SSLSocket)
                        context(Authority.p256("a client without a certificate to show"))
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        client.setEnabledProtocols(new String[] {"TLSv1.3"});
        client.startHandshake();
        return client;
    }

    /** A server's end over an accepted connection, after the handshake. */
    static SSLSocket serving(Socket accepted, KeyPair key) throws IOException {
        var server =
                (SSLSocket)
                        context(key)
                                .getSocketFactory()
                                .createSocket(
                                        accepted,
                                        accepted.getInetAddress().getHostAddress(),
                                        accepted.getPort(),
                                        true);
        server.setUseClientMode(false);
        server.startHandshake();
        return server;
    }

    private static SSLContext made(KeyPair key) throws GeneralSecurityException, IOException {
        Authority authority = Authority.root("CN=tls test", Authority.p256("tls root"));
        X509Certificate leaf = authority.leaf("CN=enclave", key.getPublic(), Map.of());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", authority.chain().getFirst());
        Certificate[] chain = {leaf, authority.chain().getFirst()};
        store.setKeyEntry("enclave", key.getPrivate(), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    Bytes clientExporter() {
        return ChannelExporter.of((ExtendedSSLSession) client.getSession());
    }

    Bytes serverExporter() {
        return ChannelExporter.of((ExtendedSSLSession) server.getSession());
    }

    /** What the holder of a token signs, at the client's and at the server's end. */
    List<Bytes> tokenExporters() {
        return List.of(
                ChannelExporter.forToken((ExtendedSSLSession) client.getSession()),
                ChannelExporter.forToken((ExtendedSSLSession) server.getSession()));
    }

    /** The key the client sees at the other end. */
    Bytes peerKey() {
        try {
            Certificate leaf = client.getSession().getPeerCertificates()[0];
            return Bytes.of(leaf.getPublicKey().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
