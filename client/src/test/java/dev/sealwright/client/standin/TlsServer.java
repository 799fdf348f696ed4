package dev.sealwright.client.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sealwright.client.http.ServiceAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** An HTTPS server on a free port of the loopback interface, which counts what it is asked. */
public final class TlsServer implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();

    /** Asks clients for a certificate of {@code clientCa}, without demanding one. */
    public TlsServer(
            PrivateKey key,
            List<X509Certificate> chain,
            Optional<X509Certificate> clientCa,
            HttpHandler handler) {
        try {
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(configurator(context(key, chain, clientCa)));
            server.setExecutor(threads);
            server.createContext("/", exchange -> count(exchange, handler));
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ServiceAddress address() {
        return new ServiceAddress("localhost", server.getAddress().getPort());
    }

    /** HTTP requests so far, connections that came no further not counted. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void count(HttpExchange exchange, HttpHandler handler) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            handler.handle(exchange);
        }
    }

    private static HttpsConfigurator configurator(SSLContext context) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setWantClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        };
    }

    private static SSLContext context(
            PrivateKey key, List<X509Certificate> chain, Optional<X509Certificate> clientCa) {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
            var keyManagers = KeyManagerFactory.getInstance("NewSunX509");
            keyManagers.init(keys, new char[0]);
            var trust = new IssuedBy(clientCa.orElse(chain.getLast()));
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
