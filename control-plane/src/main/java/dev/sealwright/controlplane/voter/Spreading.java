package dev.sealwright.controlplane.voter;

import dev.sealwright.controlplane.access.MacVersions;
import dev.sealwright.controlplane.access.MacVersions.MacVersion;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees in the background that each member that returns keeps what all are to keep. */
@Singleton
final class Spreading {
    private static final Logger LOG = LoggerFactory.getLogger(Spreading.class);

    private final Members members;
    private final MacVersions versions;

    Spreading(Members members, MacVersions versions) {
        this.members = members;
        this.versions = versions;
    }

    @Scheduled(fixedDelay = "500ms", initialDelay = "500ms")
    void round() {
        try {
            members.spread(this::open);
        } catch (RuntimeException e) {
            // The database or the first member is away, and says so elsewhere.
            LOG.debug("nothing is given to members now", e);
        }
    }

    private List<Long> open() {
        return versions.open().stream().map(MacVersion::number).toList();
    }
}
