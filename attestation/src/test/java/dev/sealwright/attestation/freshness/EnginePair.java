package dev.sealwright.attestation.freshness;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two SSLEngines of the JDK, handshaken over memory: what a server on one's own engine has. */
final class EnginePair {
    private static final int STEPS = 200;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;

    private EnginePair(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        int size = 4 * client.getSession().getPacketBufferSize();
        this.toServer = ByteBuffer.allocate(size);
        this.toClient = ByteBuffer.allocate(size);
    }

    static EnginePair handshaken(KeyPair key) {
        SSLEngine client = TlsPair.context(key).createSSLEngine("localhost", 1);
        SSLEngine server = TlsPair.context(key).createSSLEngine();
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {"TLSv1.3"});
        server.setUseClientMode(false);
        EnginePair pair = new EnginePair(client, server);
        try {
            pair.shakeHands();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
        return pair;
    }

    private void shakeHands() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < STEPS; i++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        } else if (status == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        } else if (in.position() > 0) {
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
            in.compact();
        }
    }

    ExtendedSSLSession client() {
        return (ExtendedSSLSession) client.getSession();
    }

    ExtendedSSLSession server() {
        return (ExtendedSSLSession) server.getSession();
    }
}
