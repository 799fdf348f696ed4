package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.listener.ListenerIdentity;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.Storage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/** What the service measures of itself beyond what its libraries do. */
@Singleton
final class Measurements implements MeterBinder {
    private final Provider<Log> log;
    private final Provider<Storage> storage;
    private final Provider<ListenerIdentity> identity;
    private final InstantSource clock;

    /** Providers, because the database pool itself is measured and comes before all of them. */
    Measurements(
            Provider<Log> log,
            Provider<Storage> storage,
            Provider<ListenerIdentity> identity,
            InstantSource clock) {
        this.log = log;
        this.storage = storage;
        this.identity = identity;
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
                "sealwright.certificate.expiry.seconds",
                "Until the listeners' certificate expires",
                Measurements::secondsLeft);
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

    private double secondsLeft() {
        return Duration.between(clock.instant(), identity.get().expires()).toSeconds();
    }

    private double signatures() {
        return storage.get()
                .read(
                        connection ->
                                Sql.of(connection, "SELECT count(*) AS n FROM log_checkpoint")
                                        .only(row -> row.number("n")));
    }
}
