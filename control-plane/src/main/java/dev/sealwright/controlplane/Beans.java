package dev.sealwright.controlplane;

import dev.sealwright.controlplane.health.MeasuredKeyService;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.controlplane.log.Cosignatures;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.trace.Traces;
import dev.sealwright.controlplane.voter.EntrustedTable;
import dev.sealwright.controlplane.voter.Members;
import dev.sealwright.controlplane.voter.Votes;
import dev.sealwright.controlplane.voter.WitnessVotes;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.SuppressForbidden;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
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
            OpenedKeyService opened,
            Members members,
            Provider<MeterRegistry> registry,
            Traces traces) {
        return MeasuredKeyService.of(members.voting(opened.service()), registry::get, traces);
    }

    @Bean(preDestroy = "close")
    @Singleton
    Members members(
            OpenedKeyService opened,
            AnchorsInForce anchors,
            SignedLog log,
            Cosignatures checkpoints,
            Votes votes,
            EntrustedTable entrusted,
            WitnessVotes witnesses) {
        Members members =
                Members.of(
                        anchors,
                        opened.first(),
                        opened.further(),
                        log,
                        checkpoints,
                        votes,
                        entrusted,
                        witnesses);
        members.awaitQuorum(KeyServiceChoice.START);
        return members;
    }

    /**
     * The anchors that the key service works under when this starts, verified under the pinned
     * root: what does not change within an epoch is read from these, the rest from {@link
     * AnchorsInForce}.
     */
    @Singleton
    VerifiedAnchors anchors(OpenedKeyService opened, RootPin pin, InstantSource clock) {
        Bytes document = Members.anchors(opened.all(), KeyServiceChoice.START);
        return AnchorsDocument.verify(document, pin, clock.instant());
    }
}
