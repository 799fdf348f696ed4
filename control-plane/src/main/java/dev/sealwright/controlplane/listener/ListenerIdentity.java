package dev.sealwright.controlplane.listener;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Certificates;
import io.micronaut.core.annotation.NonNull;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The certificate that both listeners show. The first is there before they open; later ones replace
 * it for new connections without closing the old.
 */
@Singleton
@Named(ListenerIdentity.NAME)
public final class ListenerIdentity implements CertificateProvider {
    static final String NAME = "server";
    private static final Logger LOG = LoggerFactory.getLogger(ListenerIdentity.class);

    private final ServerCertificate certificates;
    private final InstantSource clock;
    private final Sinks.Many<KeyStore> stores = Sinks.many().replay().latest();
    private volatile Shown shown;

    ListenerIdentity(ServerCertificate certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
        this.shown = replace();
    }

    @Override
    @NonNull
    public String getName() {
        return NAME;
    }

    @Override
    @NonNull
    public Publisher<KeyStore> getKeyStore() {
        return Flux.from(stores.asFlux());
    }

    /**
     * The certificate that is shown now.
     *
     * @param chain DER, the server's certificate first
     * @param leaf that it follows from
     */
    public record Shown(List<Bytes> chain, Instant expires, LeafOutcome.Released leaf) {
        public Shown {
            chain = List.copyOf(chain);
        }
    }

    public Shown shown() {
        return shown;
    }

    @Scheduled(fixedDelay = "30s", initialDelay = "30s")
    void replaceAtHalfLife() {
        Duration left = Duration.between(clock.instant(), shown.expires());
        if (left.compareTo(ServerCertificate.LIFE.dividedBy(2)) > 0) {
            return;
        }
        try {
            shown = replace();
        } catch (RuntimeException e) {
            LOG.warn("server certificate not replaced; it lasts until {}", shown.expires(), e);
        }
    }

    private Shown replace() {
        ServerCertificate.Issued issued = certificates.issue();
        stores.emitNext(keyStore(issued), Sinks.EmitFailureHandler.FAIL_FAST);
        LOG.info("server certificate issued, lasts until {}", issued.expires());
        return new Shown(issued.chain(), issued.expires(), issued.leaf());
    }

    private static KeyStore keyStore(ServerCertificate.Issued issued) {
        try {
            List<Certificate> chain = new ArrayList<>();
            for (Bytes certificate : issued.chain()) {
                chain.add(Certificates.parse(certificate));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    NAME,
                    issued.key().getPrivate(),
                    new char[0],
                    chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate that no key store takes", e);
        }
    }
}
