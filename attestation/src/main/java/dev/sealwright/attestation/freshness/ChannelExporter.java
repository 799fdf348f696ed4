package dev.sealwright.attestation.freshness;

import dev.sealwright.protocol.Bytes;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;

/**
 * The keying material exporter (RFC 8446 section 7.5) of a TLS 1.3 connection: a value that its two
 * ends share and no other connection has. Both ends must terminate TLS themselves.
 */
public final class ChannelExporter {
    private static final String EVIDENCE = "EXPORTER-sealwright-evidence-v1";
    private static final String TOKEN = "EXPORTER-sealwright-token-v1";
    private static final String PROTOCOL = "TLSv1.3";
    private static final int SIZE = 32;

    private ChannelExporter() {}

    /** What evidence is bound to. Only after the handshake, and only of TLS 1.3. */
    public static Bytes of(ExtendedSSLSession session) {
        return exported(session, EVIDENCE);
    }

    /**
     * What the holder of a capability token signs, see {@link
     * dev.sealwright.protocol.token.Possession.Channel}; another value than evidence is bound to.
     */
    public static Bytes forToken(ExtendedSSLSession session) {
        return exported(session, TOKEN);
    }

    private static Bytes exported(ExtendedSSLSession session, String label) {
        if (!session.getProtocol().equals(PROTOCOL)) {
            throw new IllegalStateException("this is bound to TLS 1.3 connections only");
        }
        try {
            return Bytes.of(session.exportKeyingMaterialData(label, new byte[0], SIZE));
        } catch (SSLKeyException e) {
            throw new IllegalStateException("the connection has no keying material to export", e);
        }
    }
}
