package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.listener.ListenerIdentity;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SignedLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the service measures of itself beyond what its libraries do. */
@Singleton
final class Measurements implements MeterBinder {
    private final Provider<Log> log;
    private final Provider<SignedLog> signed;
    private final Provider<ListenerIdentity> identity;
    private final Provider<AnchorsInForce> anchors;
    private final InstantSource clock;

    /** Providers, because the database pool itself is measured and comes before all of them. */
    Measurements(
            Provider<Log> log,
            Provider<SignedLog> signed,
            Provider<ListenerIdentity> identity,
            Provider<AnchorsInForce> anchors,
            InstantSource clock) {
        this.log = log;
        this.signed = signed;
        this.identity = identity;
        this.anchors = anchors;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "sealwright.log.size",
                "Leaves under the last signed checkpoint",
                m -> m.log.get().status().size());
        gauge(
                registry,
                "sealwright.log.pending",
                "Leaves that wait for index or signature",
                m -> m.log.get().status().pending());
        gauge(
                registry,
                "sealwright.log.leads",
                "1 on the replica that sequences the log, 0 on others",
                m -> m.log.get().status().leads() ? 1 : 0);
        gauge(
                registry,
                "sealwright.log.term",
                "How often the replica that sequences has changed",
                m -> m.log.get().status().term());
        expiry(registry, "server", m -> m.identity.get().shown().expires());
        expiry(registry, "server-ca", m -> m.anchors.get().newest().serverCasEnd());
        expiry(registry, "host-ca", m -> m.anchors.get().newest().hostCasEnd());
        expiry(registry, "anchors", m -> m.anchors.get().newest().content().validity().expires());
        FunctionCounter.builder("sealwright.hsm.signatures", this, Measurements::signatures)
                .description("Checkpoints the HSM has signed in the life of the log")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<Measurements> value) {
        Gauge.builder(name, this, value).description(description).register(registry);
    }

    private void expiry(MeterRegistry registry, String of, Function<Measurements, Instant> end) {
        Gauge.builder(
                        "sealwright.certificate.expiry.seconds",
                        this,
                        m -> Duration.between(clock.instant(), end.apply(m)).toSeconds())
                .tag("of", of)
                .description("Until a certificate, or the anchors document, expires")
                .register(registry);
    }

    private double signatures() {
        return signed.get().checkpoints();
    }
}
