package dev.sealwright.controlplane.listener;

import dev.sealwright.protocol.anchors.VerifiedAnchors;
import jakarta.inject.Singleton;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes client certificates that a host CA of the anchors issued for client authentication, and
 * no others. Only the first certificate of what the client sends is looked at. Time is the
 * service's clock, with 60 s of tolerance at both ends; whether the host is revoked is asked at
 * each request, not here.
 */
@Singleton
final class HostTrust extends X509ExtendedTrustManager {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final List<X509Certificate> hostCas;
    private final InstantSource clock;

    HostTrust(VerifiedAnchors anchors, InstantSource clock) {
        this.hostCas = anchors.hostCas();
        this.clock = clock;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        X509Certificate host = chain[0];
        List<String> usages = host.getExtendedKeyUsage();
        boolean[] keyUsage = host.getKeyUsage();
        if (usages == null || !usages.contains(CLIENT_AUTH)) {
            throw new CertificateException("not a certificate for client authentication");
        }
        if (host.getBasicConstraints() >= 0 || keyUsage == null || !keyUsage[0]) {
            throw new CertificateException("not the certificate of an end entity that signs");
        }
        validatePath(host);
    }

    private void validatePath(X509Certificate host) throws CertificateException {
        try {
            PKIXParameters parameters =
                    new PKIXParameters(
                            hostCas.stream()
                                    .map(ca -> new TrustAnchor(ca, null))
                                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(tolerated(host)));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(host)),
                            parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("not a valid certificate of a host CA", e);
        }
    }

    /** Now, or the end of the certificate's life that lies within the tolerance. */
    private Instant tolerated(X509Certificate host) {
        Instant now = clock.instant();
        Instant from = host.getNotBefore().toInstant();
        Instant to = host.getNotAfter().toInstant();
        if (now.isBefore(from) && !now.isBefore(from.minus(SKEW))) {
            return from;
        }
        return now.isAfter(to) && !now.isAfter(to.plus(SKEW)) ? to : now;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return hostCas.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw noServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noServers();
    }

    private static CertificateException noServers() {
        return new CertificateException("this listener talks to hosts, never to servers");
    }
}
