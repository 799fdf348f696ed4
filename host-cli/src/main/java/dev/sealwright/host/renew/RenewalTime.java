package dev.sealwright.host.renew;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a certificate is to be renewed: at half its life, plus up to a tenth of it at random. */
public final class RenewalTime {
    private RenewalTime() {}

    public static Instant of(X509Certificate certificate, RandomGenerator random) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return from.plus(life.dividedBy(2)).plusMillis(random.nextLong(life.toMillis() / 10 + 1));
    }
}
