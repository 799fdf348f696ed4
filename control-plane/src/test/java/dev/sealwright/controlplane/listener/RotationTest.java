package dev.sealwright.controlplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.RunningService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The certificate of both listeners is replaced while they run. */
class RotationTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Duration HALF = ServerCertificate.LIFE.dividedBy(2);

    /** A connection of HTTP/1.1 that stays open. */
    private record Connection(SSLSocket socket, BufferedReader answers) implements AutoCloseable {
        static Connection open(Listener listener) throws IOException {
            URI uri = SERVICE.uri(listener);
            SSLSocket socket =
                    (SSLSocket)
                            trustingAtTheTimeOfTheClock()
                                    .getSocketFactory()
                                    .createSocket(uri.getHost(), uri.getPort());
            socket.startHandshake();
            return new Connection(
                    socket,
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII)));
        }

        X509Certificate certificate() throws IOException {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }

        /** Status line of an answer whose body is read to its end. */
        String health() throws IOException {
            socket.getOutputStream()
                    .write(
                            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String status = answers.readLine();
            int length = 0;
            for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            assertThat(answers.skip(length)).isEqualTo(length);
            return status;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** What runs every half minute. */
    private static void look() {
        SERVICE.bean(ListenerIdentity.class).replaceAtHalfLife();
    }

    /** The clock runs ahead of the machine's, by which TLS would judge certificates. */
    private static SSLContext trustingAtTheTimeOfTheClock() {
        try {
            PKIXBuilderParameters rules =
                    new PKIXBuilderParameters(
                            Set.of(new TrustAnchor(SERVICE.anchors().root(), null)),
                            new X509CertSelector());
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(SERVICE.clock().instant()));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(new CertPathTrustManagerParameters(rules));
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Listener.class)
    void aNewConnectionSeesTheNextCertificateAndAnOldOneGoesOn(Listener listener) throws Exception {
        try (Connection old = Connection.open(listener)) {
            assertThat(old.health()).isEqualTo("HTTP/1.1 200 OK");
            SERVICE.clock().advance(HALF);
            look();
            try (Connection fresh = Connection.open(listener)) {
                assertThat(fresh.certificate().getSerialNumber())
                        .isNotEqualTo(old.certificate().getSerialNumber());
                assertThat(fresh.certificate().getPublicKey())
                        .isNotEqualTo(old.certificate().getPublicKey());
                assertThat(fresh.certificate().getNotAfter())
                        .isEqualTo(
                                Date.from(SERVICE.bean(ListenerIdentity.class).shown().expires()));
                assertThat(fresh.health()).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(old.health()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void beforeHalfOfItsLifeItStays() throws Exception {
        SERVICE.clock().advance(HALF);
        look();
        try (Connection before = Connection.open(Listener.PEOPLE)) {
            SERVICE.clock().advance(HALF.minusSeconds(2));
            look();
            try (Connection after = Connection.open(Listener.PEOPLE)) {
                assertThat(after.certificate()).isEqualTo(before.certificate());
            }
        }
    }
}
