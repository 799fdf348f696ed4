package dev.sealwright.host.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.host.HostRuns;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewTest {
    @TempDir private Path home;
    private HostRuns host;
    private X509Certificate first;

    @BeforeEach
    void enrol() {
        host = new HostRuns(home);
        host.enrol();
        first = host.folder().chain().getFirst();
        host.clock().advance(Duration.ofMinutes(30));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void theNextCertificateIsForTheSameIdentityAndLater() {
        Session session = renew();
        assertThat(session.code()).as(session.err()).isZero();
        X509Certificate next = host.folder().identity().certificate();
        assertThat(next.getNotAfter()).isAfter(first.getNotAfter());
        assertThat(host.folder().config().renewal().orElseThrow().previous()).isEqualTo(first);
        Session again = renew();
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(host.run("", "status", "web1").code()).isZero();
    }

    @Test
    void aCertificateThatTheRequestDidNotAskForIsNotStored() {
        var enrolment = host.folder().config().enrolment().toJson();
        host.service()
                .alter(
                        StandInService.RENEW,
                        json -> {
                            var altered = new HashMap<>(json);
                            altered.put("certificate_chain", enrolment.get("certificate_chain"));
                            return altered;
                        });
        assertThat(renew().code()).isEqualTo(1);
        assertThat(host.folder().chain().getFirst()).isEqualTo(first);
    }

    @Test
    void aLostReplyIsHarmless() {
        host.service().lose(StandInService.RENEW, 1);
        assertThat(renew().code()).isZero();
        assertThat(host.folder().identity().certificate()).isNotEqualTo(first);
    }

    @Test
    void renewalIsDueBetweenHalfAndSixTenthsOfTheLife() {
        var random = new SecureRandom();
        Instant from = first.getNotBefore().toInstant();
        for (int i = 0; i < 100; i++) {
            assertThat(RenewalTime.of(first, random))
                    .isBetween(
                            from.plus(Duration.ofMinutes(30)), from.plus(Duration.ofMinutes(36)));
        }
    }

    private Session renew() {
        return host.run("", "renew", "web1");
    }
}
