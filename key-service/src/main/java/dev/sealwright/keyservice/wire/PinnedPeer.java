package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Spki;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts one key, whoever signed its certificate; the handshake proves that the peer holds it. */
final class PinnedPeer extends X509ExtendedTrustManager {
    private static final X509Certificate[] NOBODY = {};

    private final Bytes spki;
    private final InstantSource clock;

    /**
     * @param spki SHA-256 of the peer's SubjectPublicKeyInfo
     */
    PinnedPeer(Bytes spki, InstantSource clock) {
        this.spki = spki;
        this.clock = clock;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0
                || !Spki.fingerprint(chain[0].getPublicKey()).equalsConstantTime(spki)) {
            throw new CertificateException("not the key that is pinned");
        }
        chain[0].checkValidity(Date.from(clock.instant()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NOBODY;
    }
}
