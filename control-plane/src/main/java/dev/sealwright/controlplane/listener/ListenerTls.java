package dev.sealwright.controlplane.listener;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.netty.NettySslContextBuilder;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.http.server.netty.ssl.NettyServerSslFactory;
import io.micronaut.http.ssl.ClientAuthentication;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.SimpleTrustManagerFactory;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of each listener: 1.3 preferred, 1.2 the minimum. {@code hosts} asks for a client certificate
 * without demanding one, because a host that enrols has none yet; the routes that need one refuse
 * without it.
 */
@Singleton
@Replaces(NettyServerSslFactory.class)
final class ListenerTls extends NettyServerSslFactory {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final HostTrust trust;

    ListenerTls(HostTrust trust) {
        this.trust = trust;
    }

    @Override
    public NettySslContextBuilder serverBuilder(NettyListenerConfiguration listener) {
        return Listener.HOSTS.configurationName().equals(listener.getName())
                ? new Hosts(trust)
                : new People();
    }

    @Override
    public NettySslContextBuilder serverBuilder() {
        return new People();
    }

    /** Settles the protocols last, whatever was configured globally before. */
    private static class People extends NettySslContextBuilder {
        People() {
            super(true);
        }

        @Override
        public SslContext buildTcp() throws Exception {
            protocols(PROTOCOLS);
            return super.buildTcp();
        }
    }

    private static final class Hosts extends People {
        private final HostTrust trust;

        Hosts(HostTrust trust) {
            this.trust = trust;
        }

        @Override
        protected TrustManagerFactory createTrustManagerFactory() {
            return new Always(trust);
        }

        @Override
        public SslContext buildTcp() throws Exception {
            clientAuthentication(ClientAuthentication.WANT);
            return super.buildTcp();
        }
    }

    /** A factory with one product. */
    private static final class Always extends SimpleTrustManagerFactory {
        private final HostTrust trust;

        Always(HostTrust trust) {
            this.trust = trust;
        }

        @Override
        protected void engineInit(KeyStore keyStore) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return new TrustManager[] {trust};
        }
    }
}
