package dev.sealwright.attestation.freshness;

import dev.sealwright.protocol.Bytes;
import java.security.cert.Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A TLS 1.3 connection one of whose ends attests. Both ends make it from their own session, and get
 * the same binding for a nonce if they are ends of one connection and of no relay.
 *
 * @param key DER SubjectPublicKeyInfo of the certificate that the attesting end showed
 * @param exporter from {@link ChannelExporter}
 */
public record AttestedChannel(Bytes key, Bytes exporter) {

    /** At the end that attests, which showed a certificate. */
    public static AttestedChannel attesting(ExtendedSSLSession session) {
        Certificate[] own = session.getLocalCertificates();
        if (own == null || own.length == 0) {
            throw new IllegalStateException("the attesting end showed no certificate");
        }
        return of(own[0], session);
    }

    /** At the end that verifies. */
    public static AttestedChannel verifying(ExtendedSSLSession session) {
        try {
            return of(session.getPeerCertificates()[0], session);
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("the attesting end showed no certificate", e);
        }
    }

    private static AttestedChannel of(Certificate certificate, ExtendedSSLSession session) {
        return new AttestedChannel(
                Bytes.of(certificate.getPublicKey().getEncoded()), ChannelExporter.of(session));
    }

    /** What evidence for the nonce must carry on this connection. */
    public EvidenceBinding binding(Nonce nonce) {
        return EvidenceBinding.of(key, exporter, nonce);
    }
}
