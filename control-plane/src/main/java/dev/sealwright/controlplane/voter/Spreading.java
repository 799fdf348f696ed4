package dev.sealwright.controlplane.voter;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees in the background that each member that returns keeps what all are to keep. */
@Singleton
final class Spreading {
    private static final Logger LOG = LoggerFactory.getLogger(Spreading.class);

    private final Members members;

    Spreading(Members members) {
        this.members = members;
    }

    @Scheduled(fixedDelay = "500ms", initialDelay = "500ms")
    void round() {
        try {
            members.spread();
        } catch (RuntimeException e) {
            // The database or the first member is away, and says so elsewhere.
            LOG.debug("nothing is given to members now", e);
        }
    }
}
