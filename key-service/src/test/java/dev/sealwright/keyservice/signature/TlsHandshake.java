package dev.sealwright.keyservice.signature;

import dev.sealwright.protocol.SuppressForbidden;
import dev.sealwright.testkit.CertificateSpec;
import dev.sealwright.testkit.TestAuthority;
import dev.sealwright.testkit.TestCertificate;
import dev.sealwright.testkit.TestPki;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.Signature;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A program: installs the fast signatures and lets a server and a client of this process meet. */
final class TlsHandshake {
    private static final char[] PASSWORD = "password".toCharArray();

    private TlsHandshake() {}

    @SuppressForbidden("standard output is what the test reads")
    public static void main(String[] arguments) throws Exception {
        FastSignatures.install();
        TestAuthority root = TestPki.root("Root");
        SSLContext server = context(root, root.issue(CertificateSpec.server().dns("localhost")));
        SSLContext client =
                context(
                        root,
                        root.issue(
                                CertificateSpec.client()
                                        .uri("spiffe://test/client")
                                        .keys(TestPki.ed25519())));
        try (var listening =
                (SSLServerSocket)
                        server.getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            var served = new FutureTask<>(() -> serve(listening));
            Thread.ofPlatform().daemon().start(served);
            String protocol = meet(client, listening.getLocalPort());
            System.out.println(Signature.getInstance("Ed25519").getProvider().getInfo());
            System.out.println("shook hands over " + protocol + "; client: " + served.get());
        }
    }

    private static SSLContext context(TestAuthority root, TestCertificate own) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own.keyStore(PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String serve(SSLServerSocket listening) throws Exception {
        try (var socket = (SSLSocket) listening.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read());
            return socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
        }
    }

    private static String meet(SSLContext client, int port) throws Exception {
        try (var socket =
                (SSLSocket)
                        client.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write('x');
            if (socket.getInputStream().read() != 'x') {
                throw new IllegalStateException("the server did not answer");
            }
            return socket.getSession().getProtocol();
        }
    }
}
