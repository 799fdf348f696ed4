package dev.sealwright.attestation.freshness;

import dev.sealwright.protocol.Bytes;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;

/**
 * The keying material exporter (RFC 8446 section 7.5) of a TLS 1.3 connection: a value that its two
 * ends share and no other connection has. Both ends must terminate TLS themselves.
 */
public final class ChannelExporter {
    private static final String LABEL = "EXPORTER-sealwright-evidence-v1";
    private static final String PROTOCOL = "TLSv1.3";
    private static final int SIZE = 32;

    private ChannelExporter() {}

    /** Only after the handshake, and only of TLS 1.3. */
    public static Bytes of(ExtendedSSLSession session) {
        if (!session.getProtocol().equals(PROTOCOL)) {
            throw new IllegalStateException("evidence is bound to TLS 1.3 connections only");
        }
        try {
            return Bytes.of(session.exportKeyingMaterialData(LABEL, new byte[0], SIZE));
        } catch (SSLKeyException e) {
            throw new IllegalStateException("the connection has no keying material to export", e);
        }
    }
}
