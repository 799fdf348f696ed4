package dev.sealwright.controlplane.health;

import dev.sealwright.controlplane.cryptoperiod.Cryptoperiods;
import dev.sealwright.controlplane.cryptoperiod.KeyPurpose;
import dev.sealwright.controlplane.key.KeyLives;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How near the keys that protect what is new are to the ends of their periods. */
@Singleton
final class KeyPeriods implements MeterBinder {
    private final Provider<KeyLives> lives;
    private final Cryptoperiods periods;
    private final InstantSource clock;

    /**
     * @param lives a provider, because the database pool itself is measured and comes before
     */
    KeyPeriods(Provider<KeyLives> lives, Cryptoperiods periods, InstantSource clock) {
        this.lives = lives;
        this.periods = periods;
        this.clock = clock;
    }

    /** What people should know: whose period ends soon, or has ended. */
    Optional<String> problem() {
        String said =
                Arrays.stream(KeyPurpose.values())
                        .flatMap(purpose -> problem(purpose).stream())
                        .collect(Collectors.joining("; "));
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }

    private Optional<String> problem(KeyPurpose purpose) {
        long old =
                lives.get().activated(purpose).stream()
                        .filter(since -> periods.warning(purpose, since).isPresent())
                        .count();
        return old == 0
                ? Optional.empty()
                : Optional.of(
                        purpose.text()
                                + ": "
                                + old
                                + (old == 1 ? " key is" : " keys are")
                                + " at the end of the originator-usage period, or beyond");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            Gauge.builder("sealwright.key.period.seconds", this, m -> m.left(purpose))
                    .tag("purpose", purpose.text())
                    .description(
                            "Until the first originator-usage period of keys in use ends; NaN"
                                    + " without any")
                    .register(registry);
        }
    }

    private double left(KeyPurpose purpose) {
        Optional<Instant> first = lives.get().activated(purpose).stream().min(Instant::compareTo);
        return first.map(since -> periods.of(purpose, since).originatorEnd())
                .map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
                .orElse(Double.NaN);
    }
}
