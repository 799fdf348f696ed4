package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.orgkey.KeyUse;
import dev.sealwright.controlplane.orgkey.LoggedOrgKey;
import dev.sealwright.controlplane.orgkey.LoggedOrgKeys;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/** How far the re-encryption of secrets has come. */
@Singleton
final class VaultMeasurements implements MeterBinder {
    private final Provider<LoggedOrgKeys> keys;
    private final Provider<SealedUnder> use;
    private final Provider<Moving> moving;
    private final Provider<OwnSealings> sealings;

    /** Providers, because the database pool itself is measured and comes before all of them. */
    VaultMeasurements(
            Provider<LoggedOrgKeys> keys,
            Provider<SealedUnder> use,
            Provider<Moving> moving,
            Provider<OwnSealings> sealings) {
        this.keys = keys;
        this.use = use;
        this.moving = moving;
        this.sealings = sealings;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sealwright.reencryption.remaining", this, VaultMeasurements::remaining)
                .description("Versions of secrets under an older version of their org's key")
                .register(registry);
        FunctionCounter.builder("sealwright.reencryption.moved", this, m -> m.moving.get().moved())
                .description("Versions of secrets that this replica moved to a newer key")
                .register(registry);
        Gauge.builder("sealwright.members.missing", this, VaultMeasurements::missing)
                .description("Sealings of secrets that members still lack, all together")
                .register(registry);
        FunctionCounter.builder("sealwright.members.completed", this, m -> m.sealings.get().made())
                .description("Sealings that this replica had members make afterwards")
                .register(registry);
    }

    private double missing() {
        return sealings.get().progress().stream().mapToLong(OwnSealings.Progress::missing).sum();
    }

    private double remaining() {
        return keys.get().all().stream()
                .filter(key -> key.sealing().isPresent())
                .map(LoggedOrgKey::org)
                .map(use.get()::progress)
                .mapToLong(KeyUse.Progress::remaining)
                .sum();
    }
}
