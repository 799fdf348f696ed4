package dev.sealwright.operator.health;

import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.PinnedTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * What one TLS handshake under the pinned root tells.
 *
 * @param expires end of the server certificate's life
 */
record Handshake(String protocol, String cipher, Instant expires) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Empty if the service cannot be reached or is not trusted. */
    static Optional<Handshake> with(Profile profile, Surroundings surroundings) {
        var tls = PinnedTls.anonymous(profile.root(), surroundings.clock());
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(
                    new InetSocketAddress(profile.address().host(), profile.address().port()),
                    (int) PATIENCE.toMillis());
            socket.startHandshake();
            return Optional.of(of(socket.getSession()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Handshake of(SSLSession session) throws IOException {
        var certificate = (X509Certificate) session.getPeerCertificates()[0];
        return new Handshake(
                session.getProtocol(),
                session.getCipherSuite(),
                certificate.getNotAfter().toInstant());
    }
}
