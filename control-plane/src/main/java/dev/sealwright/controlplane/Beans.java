package dev.sealwright.controlplane;

import dev.sealwright.controlplane.health.MeasuredKeyService;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.SuppressForbidden;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What every room shares. Key service, root pin and clock come from whoever starts the service. */
@Factory
final class Beans {
    @Singleton
    @SuppressForbidden("the one source of randomness of this program")
    SecureRandom random() {
        return new SecureRandom();
    }

    /** Primary, because the framework brings a system clock of its own. */
    @Singleton
    @Primary
    InstantSource clock(ServiceClock clock) {
        return clock.source();
    }

    @Singleton
    KeyService keyService(
            OpenedKeyService opened, Provider<MeterRegistry> registry, Traces traces) {
        return MeasuredKeyService.of(opened.service(), registry::get, traces);
    }

    /** The anchors that the key service works under, verified under the pinned root. */
    @Singleton
    VerifiedAnchors anchors(KeyService keyService, RootPin pin, InstantSource clock) {
        return AnchorsDocument.verify(keyService.anchors(), pin, clock.instant());
    }
}
