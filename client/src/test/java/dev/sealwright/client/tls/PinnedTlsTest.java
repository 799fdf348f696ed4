package dev.sealwright.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.http.UnreachableException.Kind;
import dev.sealwright.client.standin.Authorities;
import dev.sealwright.client.standin.Certification;
import dev.sealwright.client.standin.TlsServer;
import dev.sealwright.protocol.anchors.RootPin;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

final class PinnedTlsTest {
    private static final Instant NOW = Instant.now();
    private static final Authorities AUTHORITIES = new Authorities(NOW);

    private final KeyPair key = Certification.p256();

    @Test
    void aServerOfThePinnedRootIsTrusted() {
        try (var server = serving(server("localhost"))) {
            assertThat(get(server, AUTHORITIES.pin(), NOW)).isEqualTo(204);
        }
    }

    @Test
    void aServerOfAnotherRootIsSentNothing() {
        try (var server = serving(server("localhost"))) {
            refuses(server, new Authorities(NOW).pin(), NOW, "does not lead to the pinned root");
        }
    }

    @Test
    void aChainThatLeavesTheRootOutIsSentNothing() {
        try (var server = serving(server("localhost").subList(0, 2))) {
            refuses(server, AUTHORITIES.pin(), NOW, "does not lead to the pinned root");
        }
    }

    @Test
    void aChainThatShowsThePinnedRootButComesFromAnotherIsSentNothing() {
        var foreign =
                new Authorities(NOW)
                        .server(key.getPublic(), serverAuth(), before(), after(), "localhost");
        var chain = List.of(foreign.get(0), foreign.get(1), AUTHORITIES.root());
        try (var server = serving(chain)) {
            refuses(server, AUTHORITIES.pin(), NOW, "");
        }
    }

    @Test
    void anotherHostsNameIsSentNothing() {
        try (var server = serving(server("elsewhere.example"))) {
            refuses(server, AUTHORITIES.pin(), NOW, "localhost");
        }
    }

    @Test
    void aCertificateForClientsIsSentNothing() {
        var chain =
                AUTHORITIES.server(
                        key.getPublic(),
                        KeyPurposeId.id_kp_clientAuth,
                        before(),
                        after(),
                        "localhost");
        try (var server = serving(chain)) {
            refuses(server, AUTHORITIES.pin(), NOW, "");
        }
    }

    @Test
    void aCertificateForAnyPurposeIsSentNothing() {
        var chain =
                AUTHORITIES.server(
                        key.getPublic(),
                        KeyPurposeId.anyExtendedKeyUsage,
                        before(),
                        after(),
                        "localhost");
        try (var server = serving(chain)) {
            refuses(server, AUTHORITIES.pin(), NOW, "");
        }
    }

    @Test
    void clocksMayDifferByAMinuteAndNoMore() {
        try (var server = serving(server("localhost"))) {
            assertThat(get(server, AUTHORITIES.pin(), before().minusSeconds(60))).isEqualTo(204);
            assertThat(get(server, AUTHORITIES.pin(), after().plusSeconds(60))).isEqualTo(204);
        }
        try (var server = serving(server("localhost"))) {
            refuses(server, AUTHORITIES.pin(), before().minusSeconds(61), "");
            refuses(server, AUTHORITIES.pin(), after().plusSeconds(61), "");
        }
    }

    private void refuses(TlsServer server, RootPin pin, Instant now, String because) {
        assertThatThrownBy(() -> get(server, pin, now))
                .isInstanceOfSatisfying(
                        UnreachableException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNTRUSTED))
                .hasMessageContaining(because);
        assertThat(server.requests()).isZero();
    }

    private static int get(TlsServer server, RootPin pin, Instant now) {
        return get(server.address(), pin, now);
    }

    private static int get(ServiceAddress address, RootPin pin, Instant now) {
        var tls = PinnedTls.anonymous(pin, () -> now);
        var retries = Retries.patient(new SecureRandom());
        try (var client = new ServiceClient(address, tls, Credential.none(), retries)) {
            return client.send(Request.get("/")).status();
        }
    }

    private List<X509Certificate> server(String name) {
        return AUTHORITIES.server(key.getPublic(), serverAuth(), before(), after(), name);
    }

    private TlsServer serving(List<X509Certificate> chain) {
        return new TlsServer(
                key.getPrivate(),
                chain,
                Optional.empty(),
                exchange -> exchange.sendResponseHeaders(204, -1));
    }

    private static KeyPurposeId serverAuth() {
        return KeyPurposeId.id_kp_serverAuth;
    }

    private static Instant before() {
        return NOW.minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant after() {
        return before().plus(Duration.ofHours(1));
    }
}
