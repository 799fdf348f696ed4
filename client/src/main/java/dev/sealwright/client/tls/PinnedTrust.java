package dev.sealwright.client.tls;

import dev.sealwright.protocol.anchors.RootPin;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whose chain carries the pinned root and leads to it. In this order: the SHA-256
 * of a certificate's SubjectPublicKeyInfo is the pin; the PKIX path to that certificate holds; the
 * server's certificate says serverAuth; it names the host that was asked for. No other root, no
 * trust on first use, no way to leave the host name out.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int MAX_CHAIN = 5;
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final RootPin pin;
    private final InstantSource clock;

    PinnedTrust(RootPin pin, InstantSource clock) {
        this.pin = pin;
        this.clock = clock;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        refuseUnlessHostIsChecked(engine.getSSLParameters());
        pathTo(root(chain), chain).checkServerTrusted(chain, authType, engine);
        refuseUnlessServerAuth(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket tls)) {
            throw new CertificateException("not a TLS socket");
        }
        refuseUnlessHostIsChecked(tls.getSSLParameters());
        pathTo(root(chain), chain).checkServerTrusted(chain, authType, socket);
        refuseUnlessServerAuth(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("a server is trusted by its name only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw noClients();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509Certificate root(X509Certificate[] chain) throws CertificateException {
        if (chain.length > MAX_CHAIN) {
            throw new CertificateException("the server's chain is too long");
        }
        for (X509Certificate certificate : chain) {
            if (pin.matches(certificate.getPublicKey())) {
                return certificate;
            }
        }
        throw new CertificateException("the server's chain does not lead to the pinned root");
    }

    private X509ExtendedTrustManager pathTo(X509Certificate root, X509Certificate[] chain)
            throws CertificateException {
        try {
            root.checkValidity(Date.from(moment(root)));
            var parameters =
                    new PKIXBuilderParameters(
                            Set.of(new TrustAnchor(root, null)), new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(moment(chain[0])));
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the path to the pinned root cannot be checked", e);
        }
    }

    /** Now; or, when the clocks differ by no more than {@link #SKEW}, the nearer edge. */
    private Instant moment(X509Certificate certificate) {
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) && !now.isBefore(from.minus(SKEW))) {
            return from;
        }
        return now.isAfter(until) && !now.isAfter(until.plus(SKEW)) ? until : now;
    }

    private static void refuseUnlessHostIsChecked(SSLParameters parameters)
            throws CertificateException {
        if (!"HTTPS".equals(parameters.getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("host name checks are switched off in this Java");
        }
    }

    private static void refuseUnlessServerAuth(X509Certificate server)
            throws CertificateParsingException, CertificateException {
        List<String> usages = server.getExtendedKeyUsage();
        if (usages == null || !usages.contains(SERVER_AUTH)) {
            throw new CertificateException("the server's certificate is not one for servers");
        }
    }

    private static CertificateException noClients() {
        return new CertificateException("this side serves no clients");
    }
}
